package io.github.diffusionj.engine.training.plan;

import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.TensorSpec;

/**
 * About how much native memory training takes, to say before it starts.
 *
 * @param weights numbers that are learned
 * @param features numbers that are kept for the gradient, for each pixel of an image
 */
public record MemoryEstimate(long weights, double features) {

  /** Weights, gradients, two moments and the average. */
  private static final int COPIES = 5;

  /**
   * Of the network that a script holds.
   *
   * @param features numbers that are kept for the gradient, for each pixel of an image
   */
  public static MemoryEstimate of(NetworkScript script, double features) {
    return new MemoryEstimate(
        script.tensors().stream().mapToLong(TensorSpec::size).sum(), features);
  }

  /**
   * Bytes of native memory.
   *
   * @param size width and height of the images
   */
  public long bytes(TrainingSettings settings, int size) {
    int width = settings.precision() == Precision.FLOAT32 ? Float.BYTES : Short.BYTES;
    double kept = features * size * size * settings.batch() * width;
    return weights * COPIES * Float.BYTES + (long) kept;
  }
}
