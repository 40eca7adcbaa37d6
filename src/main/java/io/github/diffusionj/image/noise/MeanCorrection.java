package io.github.diffusionj.image.noise;

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
   */
  public static void apply(float[] noisy, float[] clean, int width, int height) {
    int area = width * height;
    for (int from = 0; from < clean.length; from += area) {
      float[] difference = new float[area];
      for (int i = 0; i < area; i++) {
        difference[i] = noisy[from + i] - clean[from + i];
      }
      float[] slow = LowPass.of(difference, width, height, SIGMA);
      for (int i = 0; i < area; i++) {
        clean[from + i] += slow[i];
      }
    }
  }
}
