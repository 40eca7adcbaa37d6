package io.github.diffusionj.diffusion.sampling.solver;

/**
 * The exponential integrals of the solvers, M_j(k) = ∫₀¹ k·e^(−k(1−u))·u^j du, and the weights that
 * integrate a polynomial through given nodes with them.
 *
 * <p>In the papers' symbols M_0(k) = −(e^(−k) − 1) = k·φ_1(−k), and generally M_j(k) =
 * j!·k·φ_{j+1}(−k) (Hochbruck and Ostermann 2005).
 */
final class Moments {

  /** Below this |k| the recursion would cancel digits. */
  private static final double SMALL = 1;

  /** Terms of the series: 1/23! is below a double's resolution. */
  private static final int TERMS = 22;

  private Moments() {}

  /** M_0…M_{count−1}. k may be negative, or +∞, where all of the weight lies at u = 1. */
  static double[] of(double k, int count) {
    double[] moments = new double[count];
    for (int j = 0; j < count; j++) {
      if (Math.abs(k) < SMALL) {
        moments[j] = series(j, k);
      } else {
        // Integration by parts.
        moments[j] = j == 0 ? -Math.expm1(-k) : 1 - j * moments[j - 1] / k;
      }
    }
    return moments;
  }

  /** Σ_n (−1)^n·k^(n+1)·j!/(n + j + 1)!. */
  private static double series(int j, double k) {
    double term = k / (j + 1);
    double sum = term;
    for (int n = 1; n < TERMS; n++) {
      term *= -k / (n + j + 1);
      sum += term;
    }
    return sum;
  }

  /**
   * w_i with Σ w_i·f(u_i) = Σ_j c_j·M_j for every polynomial f = Σ c_j·u^j of a degree below the
   * number of nodes: Lagrange interpolation, integrated.
   *
   * @param nodes u_i, all different
   * @param moments as many as there are nodes
   */
  static double[] weights(double[] nodes, double[] moments) {
    double[] weights = new double[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      double[] basis = lagrange(nodes, i);
      for (int j = 0; j < basis.length; j++) {
        weights[i] += basis[j] * moments[j];
      }
    }
    return weights;
  }

  /** The coefficients of Π (u − u_m)/(u_i − u_m) over m ≠ i, lowest power first. */
  private static double[] lagrange(double[] nodes, int i) {
    double[] basis = new double[nodes.length];
    basis[0] = 1;
    int degree = 0;
    for (int m = 0; m < nodes.length; m++) {
      if (m != i) {
        double width = nodes[i] - nodes[m];
        degree++;
        for (int j = degree; j >= 0; j--) {
          double lower = j == 0 ? 0 : basis[j - 1];
          basis[j] = (lower - nodes[m] * basis[j]) / width;
        }
      }
    }
    return basis;
  }
}
