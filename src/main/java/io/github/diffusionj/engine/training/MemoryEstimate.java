package io.github.diffusionj.engine.training;

import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.model.UNetConfig;
import io.github.diffusionj.engine.model.unet.Levels;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import io.github.diffusionj.engine.torchscript.UNetScript;

/** About how much native memory training takes, to say before it starts. */
public final class MemoryEstimate {

  /** Weights, gradients, two moments and the average. */
  private static final int COPIES = 5;

  /** Feature maps that a residual layer keeps for the gradient, on the way down and up. */
  private static final int DOWN_MAPS = 8;

  private static final int UP_MAPS = 12;

  private MemoryEstimate() {}

  /** Numbers that are learned. */
  public static long weights(UNetConfig unet) {
    return UNetScript.of(unet).tensors().stream().mapToLong(TensorSpec::size).sum();
  }

  /**
   * Bytes of native memory.
   *
   * @param size width and height of the images
   */
  public static long bytes(UNetConfig unet, TrainingSettings settings, int size) {
    Levels levels = unet.levels();
    double maps = 0;
    for (int level = 0; level < levels.count(); level++) {
      double side = size / (double) (1 << level);
      int layers = levels.layers() * DOWN_MAPS + (levels.layers() + 1) * UP_MAPS;
      maps += side * side * levels.channels().get(level) * layers;
    }
    int width = settings.precision() == Precision.FLOAT32 ? Float.BYTES : Short.BYTES;
    return weights(unet) * COPIES * Float.BYTES + (long) (maps * settings.batch() * width);
  }
}
