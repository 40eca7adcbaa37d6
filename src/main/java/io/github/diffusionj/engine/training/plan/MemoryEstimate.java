package io.github.diffusionj.engine.training.plan;

import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.unet.Levels;
import io.github.diffusionj.model.weights.TensorSpec;

/**
 * About how much native memory training takes, to say before it starts.
 *
 * @param weights numbers that are learned
 * @param levels the resolution levels of the network
 * @param wayUp whether it has a way up, too
 */
public record MemoryEstimate(long weights, Levels levels, boolean wayUp) {

  /** Weights, gradients, two moments and the average. */
  private static final int COPIES = 5;

  /** Feature maps that a residual layer keeps for the gradient, on the way down and up. */
  private static final int DOWN_MAPS = 8;

  private static final int UP_MAPS = 12;

  /** Of the network that a script holds. */
  public static MemoryEstimate of(NetworkScript script, Levels levels, boolean wayUp) {
    long weights = script.tensors().stream().mapToLong(TensorSpec::size).sum();
    return new MemoryEstimate(weights, levels, wayUp);
  }

  /**
   * Bytes of native memory.
   *
   * @param size width and height of the images
   */
  public long bytes(TrainingSettings settings, int size) {
    double maps = 0;
    for (int level = 0; level < levels.count(); level++) {
      double side = size / (double) (1 << level);
      int up = wayUp ? (levels.layers() + 1) * UP_MAPS : 0;
      maps += side * side * levels.channels().get(level) * (levels.layers() * DOWN_MAPS + up);
    }
    int width = settings.precision() == Precision.FLOAT32 ? Float.BYTES : Short.BYTES;
    return weights * COPIES * Float.BYTES + (long) (maps * settings.batch() * width);
  }
}
