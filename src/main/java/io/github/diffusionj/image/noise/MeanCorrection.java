package io.github.diffusionj.image.noise;

import java.util.List;

/**
 * Keeps the intensities of a cleaned image calibrated: noise has mean 0, so what was taken away
 * must have it, too, over any area that is large enough. Where it has not, the difference is given
 * back:
 *
 * <pre>  x̂ ← x̂ + G_s ∗ (y − x̂)</pre>
 *
 * <p>with a Gaussian G_s of s = {@value #SIGMA} pixels. This brings back noise of σ/(2√π·s), 2.8 %
 * of its standard deviation.
 */
public final class MeanCorrection {

  static final double SIGMA = 10;

  private MeanCorrection() {}

  /**
   * Corrects planes in place.
   *
   * @param noisy y, C·H·W values
   * @param clean x̂, as many
   * @param alike more of as many values, such as quantiles about x̂, to which the same is added
   */
  public static void apply(
      float[] noisy, float[] clean, List<float[]> alike, int width, int height) {
    int area = width * height;
    float[] slow = new float[area];
    for (int from = 0; from < clean.length; from += area) {
      for (int i = 0; i < area; i++) {
        slow[i] = noisy[from + i] - clean[from + i];
      }
      LowPass.apply(slow, width, height, SIGMA);
      add(slow, clean, from);
      for (float[] other : alike) {
        add(slow, other, from);
      }
    }
  }

  private static void add(float[] plane, float[] planes, int from) {
    for (int i = 0; i < plane.length; i++) {
      planes[from + i] += plane[i];
    }
  }
}
