package io.github.diffusionj.diffusion.bound;

/**
 * The logarithm of the standard normal distribution function Φ(x) = ½·erfc(−x/√2), in double
 * precision even far out where Φ itself is 0 in a double.
 *
 * <p>The series and the continued fraction are 7.6.2 and 7.9.3 of the NIST Digital Library of
 * Mathematical Functions. Relative error below 1e-13.
 */
public final class NormalCdf {

  /** Beyond this, in units of √2·σ, the continued fraction is used. */
  private static final double FAR = 2;

  private static final int FRACTIONS = 80;

  private NormalCdf() {}

  /** ln Φ(x), finite for every finite x. */
  public static double log(double x) {
    double z = -x / Math.sqrt(2);
    if (z > FAR) {
      return -z * z - Math.log(2 * Math.sqrt(Math.PI) * fraction(z));
    }
    return z < -FAR ? Math.log1p(-Math.exp(log(-x))) : Math.log((1 - erf(z)) / 2);
  }

  /**
   * ln(Φ(b) − Φ(a)), without cancellation in either tail.
   *
   * @param a the lower end, may be −∞
   * @param b the upper end, above a, may be +∞
   */
  public static double logBetween(double a, double b) {
    if (a + b > 0) {
      return logBetween(-b, -a);
    }
    if (a == Double.NEGATIVE_INFINITY) {
      return b == Double.POSITIVE_INFINITY ? 0 : log(b);
    }
    double upper = log(b);
    double ratio = log(a) - upper;
    double rest = ratio > -1 ? Math.log(-Math.expm1(ratio)) : Math.log1p(-Math.exp(ratio));
    return upper + rest;
  }

  /** erf by its series with positive terms alone, for |z| up to {@link #FAR}. */
  private static double erf(double z) {
    double term = z;
    double sum = z;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * z * z / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
  }

  /** z + (1/2)/(z + (2/2)/(z + (3/2)/(z + …))), which is exp(−z²)/(√π·erfc z). */
  private static double fraction(double z) {
    double value = z;
    for (int n = FRACTIONS; n > 0; n--) {
      value = z + n / 2.0 / value;
    }
    return value;
  }
}
