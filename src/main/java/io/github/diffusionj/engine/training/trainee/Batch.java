package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What one step of training sees, on the device.
 *
 * @param times t of each of the N images, 1…T
 * @param clean x_0, shape (N, C, H, W)
 * @param epsilon the noise ε, of the same shape
 * @param noisy x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε, of the same shape
 * @param index what the network gets for t: t − 1, shape (N)
 * @param classes rows of the class embedding, int64, shape (N); empty for a network without classes
 */
public record Batch(
    int[] times,
    NDArray clean,
    NDArray epsilon,
    NDArray noisy,
    NDArray index,
    Optional<NDArray> classes) {

  /** A factor for each image, shape (N, 1, 1, 1). */
  public static NDArray factors(int[] times, NDManager scope, IntToDoubleFunction factor) {
    float[] values = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      values[i] = (float) factor.applyAsDouble(times[i]);
    }
    return scope.create(values, new Shape(times.length, 1, 1, 1));
  }

  /** What the network takes: x_t, t − 1 and the classes, if it has any. */
  NDList inputs() {
    NDList inputs = new NDList(noisy, index);
    classes.ifPresent(inputs::add);
    return inputs;
  }

  /** As {@link #factors(int[], NDManager, IntToDoubleFunction)}, for these images. */
  NDArray factors(IntToDoubleFunction factor) {
    return factors(times, noisy.getManager(), factor);
  }
}
