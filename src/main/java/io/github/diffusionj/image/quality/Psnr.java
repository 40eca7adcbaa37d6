package io.github.diffusionj.image.quality;

/** The peak signal-to-noise ratio, 10·log10(range²/MSE), in dB. */
public final class Psnr {

  private Psnr() {}

  /**
   * The PSNR of two images.
   *
   * @param expected any number of values, at least 1
   * @param actual as many
   * @param range the largest value less the smallest that a pixel can have: 255 for 8-bit, 2 in
   *     model space; above 0
   * @return in dB; +∞ where the images are equal
   * @throws IllegalArgumentException if the lengths differ, there are no values or the range is not
   *     above 0
   */
  public static double of(float[] expected, float[] actual, double range) {
    Pairs.check(expected, actual, range);
    return 10 * Math.log10(range * range / meanSquaredError(expected, actual));
  }

  private static double meanSquaredError(float[] expected, float[] actual) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) expected[i] - actual[i];
      sum += difference * difference;
    }
    return sum / expected.length;
  }
}
