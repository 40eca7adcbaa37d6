package io.github.diffusionj.diffusion.bound;

/**
 * A normal distribution over grey levels: the density is integrated over the bin of each level, and
 * the first and the last bin reach to infinity, so that the probabilities sum to 1. Ho et al. 2020,
 * equation 13, with the exact distribution function.
 *
 * @param first the value of the first level in model space
 * @param step the distance of neighbouring levels, above 0: 2/255 for 8-bit data on [−1, 1]
 * @param levels how many levels there are, at least 2: 256 for 8-bit data
 */
public record DiscretizedNormal(double first, double step, int levels) {

  /** The levels of 8-bit data on [−1, 1]. */
  public static final DiscretizedNormal BYTES = new DiscretizedNormal(-1, 2.0 / 255, 256);

  private static final double LOG_ROOT_2_PI = 0.5 * Math.log(2 * Math.PI);

  public DiscretizedNormal {
    if (!(step > 0) || levels < 2) {
      throw new IllegalArgumentException(
          "There must be at least 2 grey levels at a distance above 0, but there are %d at %s."
              .formatted(levels, step));
    }
  }

  /**
   * ln of the probability of the level that a value lies nearest to.
   *
   * @param value of a level, in model space
   * @param mean of the normal distribution
   * @param deviation its standard deviation, above 0
   * @return nats, at most 0
   */
  public double logProbability(double value, double mean, double deviation) {
    Bin bin = bin(value, mean, deviation);
    return NormalCdf.logBetween(bin.low, bin.high);
  }

  /**
   * The derivative of {@link #logProbability} by ln(deviation): −(b·φ(b) − a·φ(a))/(Φ(b) − Φ(a)),
   * where a and b are the ends of the bin in units of the deviation, seen from the mean.
   *
   * @param value of a level, in model space
   * @param mean of the normal distribution
   * @param deviation its standard deviation, above 0
   */
  public double slope(double value, double mean, double deviation) {
    Bin bin = bin(value, mean, deviation);
    double log = NormalCdf.logBetween(bin.low, bin.high);
    return share(bin.low, log) - share(bin.high, log);
  }

  /** x·φ(x)/P, where ln P is given. */
  private static double share(double x, double log) {
    return Double.isInfinite(x) ? 0 : x * Math.exp(-x * x / 2 - LOG_ROOT_2_PI - log);
  }

  /** The ends of a bin in units of the deviation, seen from the mean. */
  private record Bin(double low, double high) {}

  private Bin bin(double value, double mean, double deviation) {
    long level = Math.round((value - first) / step);
    double centre = first + level * step;
    return new Bin(
        level <= 0 ? Double.NEGATIVE_INFINITY : (centre - step / 2 - mean) / deviation,
        level >= levels - 1 ? Double.POSITIVE_INFINITY : (centre + step / 2 - mean) / deviation);
  }

  /**
   * The mean of −ln probability over many pixels.
   *
   * @param values of levels
   * @param means as many
   * @param deviations as many, or one for all
   * @return nats per value
   */
  public double meanNegativeLog(float[] values, float[] means, double[] deviations) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double deviation = deviations.length == 1 ? deviations[0] : deviations[i];
      sum -= logProbability(values[i], means[i], deviation);
    }
    return sum / values.length;
  }
}
