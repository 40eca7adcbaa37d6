package io.github.diffusionj.image.noise;

import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;

/** Blurs planes by a Gaussian whose edges repeat the outermost pixels. */
public final class LowPass {

  private static final double ACCURACY = 1e-4;

  private LowPass() {}

  /**
   * Blurs in place.
   *
   * @param plane H·W values
   * @param sigma the Gaussian's standard deviation in pixels
   */
  public static void apply(float[] plane, int width, int height, double sigma) {
    new GaussianBlur()
        .blurGaussian(new FloatProcessor(width, height, plane), sigma, sigma, ACCURACY);
  }
}
