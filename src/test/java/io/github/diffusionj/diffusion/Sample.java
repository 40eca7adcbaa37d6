package io.github.diffusionj.diffusion;

/** Moments of numbers that were drawn. */
public record Sample(double mean, double variance, double skewness, double kurtosis) {

  public static Sample of(float[] values) {
    double mean = moment(values, 0, 1);
    double variance = moment(values, mean, 2);
    return new Sample(
        mean,
        variance,
        moment(values, mean, 3) / Math.pow(variance, 1.5),
        moment(values, mean, 4) / (variance * variance));
  }

  /** The mean product of two sets of numbers that each have mean 0 and variance 1. */
  public static double correlation(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum / a.length;
  }

  private static double moment(float[] values, double centre, int power) {
    double sum = 0;
    for (float value : values) {
      double d = value - centre;
      double product = d;
      for (int i = 1; i < power; i++) {
        product *= d;
      }
      sum += product;
    }
    return sum / values.length;
  }
}
