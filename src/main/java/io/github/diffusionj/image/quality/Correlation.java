package io.github.diffusionj.image.quality;

/** Pearson's correlation coefficient of the pixel values of two images. */
public final class Correlation {

  private Correlation() {}

  /**
   * The correlation of two images: covariance over the product of the standard deviations.
   *
   * @param expected any number of values, at least 1
   * @param actual as many
   * @return −1…1; NaN where an image is constant
   * @throws IllegalArgumentException if the lengths differ or there are no values
   */
  public static double of(float[] expected, float[] actual) {
    Pairs.check(expected, actual);
    double meanExpected = mean(expected);
    double meanActual = mean(actual);
    double both = 0;
    double squareExpected = 0;
    double squareActual = 0;
    for (int i = 0; i < expected.length; i++) {
      double e = expected[i] - meanExpected;
      double a = actual[i] - meanActual;
      both += e * a;
      squareExpected += e * e;
      squareActual += a * a;
    }
    return both / Math.sqrt(squareExpected * squareActual);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
