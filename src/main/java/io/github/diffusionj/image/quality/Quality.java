package io.github.diffusionj.image.quality;

/**
 * How alike an image and its original are.
 *
 * @param psnr in dB, +∞ where they are equal; see {@link Psnr}
 * @param ssim −1…1, NaN for images smaller than SSIM's window; see {@link Ssim}
 * @param correlation −1…1, NaN where one is constant; see {@link Correlation}
 */
public record Quality(double psnr, double ssim, double correlation) {

  /**
   * Compares two images.
   *
   * @param expected the original, C·H·W values
   * @param actual as many
   * @param width W
   * @param height H
   * @param range the largest value less the smallest that a pixel can have: 255 for 8-bit, 2 in
   *     model space; above 0
   * @throws IllegalArgumentException if the lengths do not fit or the range is not above 0
   */
  public static Quality of(float[] expected, float[] actual, int width, int height, double range) {
    boolean large = width >= Ssim.WINDOW && height >= Ssim.WINDOW;
    return new Quality(
        Psnr.of(expected, actual, range),
        large ? Ssim.of(expected, actual, width, height, range) : Double.NaN,
        Correlation.of(expected, actual));
  }
}
