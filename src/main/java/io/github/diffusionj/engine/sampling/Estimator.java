package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import java.util.Arrays;
import java.util.Optional;

/** Asks a network what it makes of noisy images, with no sampling: one call per batch. */
public final class Estimator {

  private final Predictor predictor;
  private final Prediction prediction;
  private final NDManager manager;

  /**
   * Asks a predictor.
   *
   * @param prediction what it puts out
   * @param manager of native memory on the device
   */
  public Estimator(Predictor predictor, Prediction prediction, NDManager manager) {
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
    for (Together.Part part : Together.inCall(shape.planeLength()).parts(shape.images())) {
      int from = part.first() * shape.imageLength();
      float[] some = Arrays.copyOfRange(xt, from, part.end() * shape.imageLength());
      Estimate estimate = call(some, shape.withImages(part.count()), at, clipping);
      System.arraycopy(estimate.x0(), 0, x0, from, some.length);
      estimate.share().ifPresent(f -> System.arraycopy(f, 0, share, from, some.length));
      learned = estimate.share().isPresent();
    }
    return new Estimate(x0, learned ? Optional.of(share) : Optional.empty());
  }

  private Estimate call(float[] xt, SampleShape shape, TimePoint at, Clipping clipping) {
    CleanEstimator network = new CleanEstimator(predictor, prediction, clipping);
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(xt, shape.toShape());
      CleanEstimator.Output estimate = network.of(x, at.t(), at.alphaBar());
      return new Estimate(
          estimate.x0().toFloatArray(), estimate.fraction().map(NDArray::toFloatArray));
    }
  }
}
