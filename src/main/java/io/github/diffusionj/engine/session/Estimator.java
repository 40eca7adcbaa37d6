package io.github.diffusionj.engine.session;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.engine.sampling.CleanEstimator;
import io.github.diffusionj.engine.sampling.Estimate;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import java.util.Arrays;
import java.util.Optional;

/** Asks a network what it makes of noisy images, with no sampling: one call per batch. */
public final class Estimator {

  /** A batch has about this many pixels at most. */
  private static final int BATCH_PIXELS = 65_536;

  private final Predictor predictor;
  private final Prediction prediction;
  private final NDManager manager;

  /**
   * Asks a predictor.
   *
   * @param prediction what it puts out
   * @param manager of native memory on the device
   */
  Estimator(Predictor predictor, Prediction prediction, NDManager manager) {
    this.predictor = predictor;
    this.prediction = prediction;
    this.manager = manager;
  }

  /**
   * x̂_0 of noisy images.
   *
   * @param xt x_t, N·C·H·W values in model space; not changed
   * @param at the time of all of them, above 0
   * @param clipping what is done to x̂_0
   * @throws IllegalArgumentException if the network can't take images of that shape
   */
  public Estimate estimate(float[] xt, SampleShape shape, TimePoint at, Clipping clipping) {
    predictor.checkTakes(shape);
    shape.checkLength("x_t", xt);
    float[] x0 = new float[xt.length];
    float[] share = new float[xt.length];
    boolean learned = false;
    int batch = Math.max(1, BATCH_PIXELS / shape.planeLength());
    for (int first = 0; first < shape.images(); first += batch) {
      int count = Math.min(batch, shape.images() - first);
      int from = first * shape.imageLength();
      float[] part = Arrays.copyOfRange(xt, from, from + count * shape.imageLength());
      Estimate estimate = call(part, shape.withImages(count), at, clipping);
      System.arraycopy(estimate.x0(), 0, x0, from, part.length);
      estimate.share().ifPresent(f -> System.arraycopy(f, 0, share, from, part.length));
      learned = estimate.share().isPresent();
    }
    return new Estimate(x0, learned ? Optional.of(share) : Optional.empty());
  }

  private Estimate call(float[] xt, SampleShape shape, TimePoint at, Clipping clipping) {
    CleanEstimator network = new CleanEstimator(predictor, prediction, clipping);
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(xt, shape.toShape());
      CleanEstimator.Estimate estimate = network.of(x, at.t(), at.alphaBar());
      return new Estimate(
          estimate.x0().toFloatArray(), estimate.fraction().map(NDArray::toFloatArray));
    }
  }
}
