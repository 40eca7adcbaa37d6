package io.github.diffusionj.engine.training;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.training.trainee.TrainingData;

/** White noise of standard deviation 0.3 times a factor, 8 × 8 pixels, without classes. */
public record WhiteNoise(float factor) implements TrainingData {

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int size() {
    return 8;
  }

  @Override
  public int read(long index, float[] out, int offset) {
    new NoiseField(77).fill(out, offset, index, 0, 1, 8, 8);
    for (int i = offset; i < offset + 64; i++) {
      out[i] *= 0.3f * factor;
    }
    return NO_CLASS;
  }
}
