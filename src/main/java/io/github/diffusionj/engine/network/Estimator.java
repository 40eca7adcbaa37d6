package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** Asks a network what it makes of noisy images, with no sampling: one call per batch. */
public final class Estimator {

  /** A batch has about this many pixels at most. */
  private static final int BATCH_PIXELS = 65_536;

  private final Predictor predictor;
  private final NoiseSchedule schedule;
  private final Prediction prediction;
  private final NDManager manager;

  /**
   * Asks a predictor.
   *
   * @param prediction what it puts out
   * @param manager of native memory on the device
   */
  Estimator(Predictor predictor, NoiseSchedule schedule, Prediction prediction, NDManager manager) {
    this.predictor = predictor;
    this.schedule = schedule;
    this.prediction = prediction;
    this.manager = manager;
  }

  /**
   * x̂_0 of noisy images.
   *
   * @param xt x_t, N·C·H·W values in model space; not changed
   * @param t the time of all of them, 1…T
   * @param clip x̂_0 is clipped to ±this; empty for no clipping
   * @throws IllegalArgumentException if the network can't take images of that shape
   */
  public Estimate estimate(float[] xt, SampleShape shape, int t, OptionalDouble clip) {
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
      Estimate estimate = call(part, shape.withImages(count), t, clip);
      System.arraycopy(estimate.x0(), 0, x0, from, part.length);
      estimate.share().ifPresent(f -> System.arraycopy(f, 0, share, from, part.length));
      learned = estimate.share().isPresent();
    }
    return new Estimate(x0, learned ? Optional.of(share) : Optional.empty());
  }

  private Estimate call(float[] xt, SampleShape shape, int t, OptionalDouble clip) {
    Linear toClean = prediction.to(Prediction.SAMPLE, schedule.alphaBar(t));
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(xt, shape.toShape());
      NDArray output = predictor.predict(x, t);
      boolean learned = output.getShape().get(1) == 2L * shape.channels();
      NDArray first = learned ? output.get(":, :" + shape.channels()) : output;
      NDArray x0 = first.mul(toClean.output()).addi(x.mul(toClean.x()));
      if (clip.isPresent()) {
        x0 = x0.clip(-clip.getAsDouble(), clip.getAsDouble());
      }
      Optional<float[]> share =
          learned
              ? Optional.of(
                  output.get(":, " + shape.channels() + ":").addi(1).muli(0.5).toFloatArray())
              : Optional.empty();
      return new Estimate(x0.toFloatArray(), share);
    }
  }
}
