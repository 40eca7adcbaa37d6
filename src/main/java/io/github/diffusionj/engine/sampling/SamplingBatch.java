package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Some images of a request on their way together. */
final class SamplingBatch {

  private final CleanEstimator estimator;
  private final NDManager manager;
  private final SamplingRequest request;
  private final int first;
  private final SampleShape shape;
  private final StepNoise noise;
  private final Optional<KnownArrays> known;
  private final History states;
  private final History estimates;

  /**
   * Samples {@code count} images of the request, from {@code first} on.
   *
   * @param manager owns the arrays that are kept from step to step
   */
  SamplingBatch(
      CleanEstimator estimator, NDManager manager, SamplingRequest request, int first, int count) {
    this.estimator = estimator;
    this.manager = manager;
    this.request = request;
    this.first = first;
    this.shape = request.shape().withImages(count);
    this.noise =
        new StepNoise(request.noise(), request.images().subList(first, first + count), shape);
    this.known = request.known().map(k -> new KnownArrays(k, first, shape, manager));
    this.states = new History(longest(SamplingStep::x));
    this.estimates = new History(longest(SamplingStep::x0));
  }

  private int longest(Function<SamplingStep, List<Double>> factors) {
    return request.steps().stream().mapToInt(s -> factors.apply(s).size()).max().orElse(0);
  }

  /** Takes x_t to x_0. Both arrays hold all images; these have their own part of them. */
  void run(float[] start, float[] result, SamplingListener listener, Progress progress) {
    int from = first * shape.imageLength();
    FloatBuffer values = FloatBuffer.wrap(start, from, shape.length());
    states.add(manager.create(values, shape.toShape(), DataType.FLOAT32));
    for (int i = 0; i < request.steps().size(); i++) {
      progress.checkCancelled();
      try (NDManager scope = manager.newSubManager()) {
        step(i, scope, listener);
      }
      report(i + 1, progress);
    }
    states.newest().toByteBuffer(true).asFloatBuffer().get(result, from, shape.length());
  }

  private void step(int index, NDManager scope, SamplingListener listener) {
    SamplingStep step = request.steps().get(index);
    Optional<NDArray> fraction = Optional.empty();
    if (step.callsNetwork()) {
      NDArray x = states.newest();
      x.attach(scope);
      CleanEstimator.Output estimate = estimator.of(x, step);
      NDArray x0 = known.map(k -> k.inEstimate(estimate.x0(), step)).orElse(estimate.x0());
      if (listener.wants(index)) {
        tell(listener, index, x.toFloatArray(), x0.toFloatArray());
      }
      x.attach(manager);
      x0.attach(manager);
      estimates.add(x0);
      fraction = estimate.fraction();
    }
    NDArray next = scope.zeros(shape.toShape());
    states.addTo(next, step.x());
    estimates.addTo(next, step.x0());
    if (step.noise() != 0) {
      next.addi(noise.of(step.stream(), scope).muli(size(step, fraction, scope)));
    }
    if (known.isPresent() && step.callsNetwork()) {
      next = known.get().inState(next, step, noise);
    }
    next.attach(manager);
    states.add(next);
  }

  /** The factor of z: one number, or one for each pixel if the network put out its variance. */
  private static NDArray size(SamplingStep step, Optional<NDArray> fraction, NDManager scope) {
    if (step.noise() == step.noiseLarge()) {
      return scope.create((float) step.noise());
    }
    NDArray f =
        fraction.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The model's variance_type is learned_range, but its network puts out no variance."));
    return f.mul(Math.log(step.noiseLarge() / step.noise())).exp().mul(step.noise());
  }

  private void tell(SamplingListener listener, int index, float[] x, float[] x0) {
    int length = shape.imageLength();
    for (int i = 0; i < shape.images(); i++) {
      listener.step(
          index,
          first + i,
          Arrays.copyOfRange(x, i * length, (i + 1) * length),
          Arrays.copyOfRange(x0, i * length, (i + 1) * length));
    }
  }

  private void report(int done, Progress progress) {
    int steps = request.steps().size();
    int all = request.shape().images();
    double images = first + (double) done / steps * shape.images();
    progress.report(
        images / all,
        "Step %d of %d, image %d to %d of %d"
            .formatted(done, steps, first + 1, first + shape.images(), all));
  }
}
