package io.github.diffusionj.diffusion.restoration;

/**
 * The variance of the Anscombe transform of a Poisson number,
 *
 * <pre>  Var 2·√(p + 3/8) = Σ_k P(k)·z_k² − (Σ_k P(k)·z_k)²,   z_k = 2·√(k + 3/8)</pre>
 *
 * <p>from a table over the square root of its mean, in which it is smooth.
 */
final class PoissonRoot {

  /** Above this mean the variance is 1 to 1 %. */
  private static final double MOST = 16;

  private static final int INTERVALS = 128;

  /** Means up to {@link #MOST} have less than 1e-12 of their probability above this number. */
  private static final int PHOTONS = 64;

  private static final double[] TABLE = table();

  private PoissonRoot() {}

  /**
   * The variance, linear between the values of the table.
   *
   * @param mean the expected number of photons, 0 or more
   */
  static double variance(double mean) {
    if (mean >= MOST) {
      return 1;
    }
    double place = Math.sqrt(mean / MOST) * INTERVALS;
    int below = (int) place;
    return TABLE[below] + (place - below) * (TABLE[below + 1] - TABLE[below]);
  }

  private static double[] table() {
    double[] table = new double[INTERVALS + 1];
    for (int i = 0; i <= INTERVALS; i++) {
      double root = (double) i / INTERVALS;
      table[i] = sum(MOST * root * root);
    }
    return table;
  }

  private static double sum(double mean) {
    double probability = Math.exp(-mean);
    double first = 0;
    double second = 0;
    for (int k = 0; k <= PHOTONS; k++) {
      double z = 2 * Math.sqrt(k + 0.375);
      first += probability * z;
      second += probability * z * z;
      probability *= mean / (k + 1);
    }
    return Math.max(0, second - first * first);
  }
}
