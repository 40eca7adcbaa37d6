package io.github.diffusionj.image.noise;

import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;

/** A plane blurred by a Gaussian whose edges repeat the outermost pixels. */
public final class LowPass {

  private static final double ACCURACY = 1e-4;

  private LowPass() {}

  /**
   * Blurs.
   *
   * @param plane H·W values
   * @param sigma the Gaussian's standard deviation in pixels
   * @return a new array
   */
  public static float[] of(float[] plane, int width, int height, double sigma) {
    float[] blurred = plane.clone();
    new GaussianBlur()
        .blurGaussian(new FloatProcessor(width, height, blurred), sigma, sigma, ACCURACY);
    return blurred;
  }
}
