package io.github.diffusionj.image.noise;

import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;

/** A plane blurred by a Gaussian whose edges repeat the outermost pixels. */
final class LowPass {

  private static final double ACCURACY = 1e-4;

  private LowPass() {}

  /** A new array of H·W values. */
  static float[] of(float[] plane, int width, int height, double sigma) {
    float[] blurred = plane.clone();
    new GaussianBlur()
        .blurGaussian(new FloatProcessor(width, height, blurred), sigma, sigma, ACCURACY);
    return blurred;
  }
}
