package io.github.diffusionj.diffusion.schedule;

/**
 * How much noise there is at each step of the forward process: β_t, ᾱ_t and what follows from them,
 * all in double precision. Immutable.
 *
 * <p>Every β lies strictly between 0 and 1, so that ᾱ falls strictly from ᾱ_0 = 1 and stays above
 * 0: x_0 can be worked out from x_t and ε at every t. The one exception is {@link
 * #withZeroTerminalSnr}, where ᾱ_T is exactly 0 and β_T is 1.
 *
 * <p>Ho, Jain and Abbeel 2020, "Denoising Diffusion Probabilistic Models", equations 2 to 7.
 */
public final class NoiseSchedule {

  /** The largest number of steps a schedule may have. */
  public static final int MAX_STEPS = 1_000_000;

  private final double[] betas;
  private final double[] alphaBars;

  private NoiseSchedule(double[] betas, double[] alphaBars) {
    this.betas = betas;
    this.alphaBars = alphaBars;
  }

  /**
   * A schedule of a known family.
   *
   * @param type the family
   * @param steps T, 1…{@value #MAX_STEPS}; β is not rescaled for a T other than 1000
   * @param betaStart β_1, strictly between 0 and 1; usually 1e-4
   * @param betaEnd β_T, strictly between 0 and 1; usually 0.02. {@code squaredcos_cap_v2} uses
   *     neither and does not look at them
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static NoiseSchedule of(ScheduleType type, int steps, double betaStart, double betaEnd) {
    checkSteps(steps);
    if (type.usesBetaRange()) {
      checkBeta("beta_start", betaStart);
      checkBeta("beta_end", betaEnd);
    }
    return ofBetas(type.betas(steps, betaStart, betaEnd));
  }

  /**
   * A schedule from its betas ({@code trained_betas} in diffusers).
   *
   * @param betas β_1…β_T, each strictly between 0 and 1; copied
   * @throws IllegalArgumentException if there is none, one is out of range, or ᾱ gets so close to 0
   *     that a double cannot hold it
   */
  public static NoiseSchedule ofBetas(double[] betas) {
    checkSteps(betas.length);
    for (int t = 1; t <= betas.length; t++) {
      checkBeta("beta at t = " + t, betas[t - 1]);
    }
    return new NoiseSchedule(betas.clone(), alphaBars(betas));
  }

  /**
   * This schedule stretched until nothing of the image is left at T:
   *
   * <pre>  √ᾱ_t ← (√ᾱ_t − √ᾱ_T)·√ᾱ_1/(√ᾱ_1 − √ᾱ_T)</pre>
   *
   * <p>ᾱ_1 stays, ᾱ_T becomes 0. There ε says nothing about x_0, so the network has to predict x_0
   * or v. Lin et al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed",
   * algorithm 1.
   *
   * @throws IllegalArgumentException if there is a single step
   */
  public NoiseSchedule withZeroTerminalSnr() {
    int last = steps();
    if (last < 2) {
      throw new IllegalArgumentException(
          "a schedule with zero terminal SNR needs at least 2 steps, but has " + last + ".");
    }
    double first = Math.sqrt(alphaBars[1]);
    double end = Math.sqrt(alphaBars[last]);
    double[] stretched = new double[last + 1];
    double[] ratios = new double[last];
    stretched[0] = 1;
    for (int t = 1; t <= last; t++) {
      double signal = (Math.sqrt(alphaBars[t]) - end) * first / (first - end);
      stretched[t] = t == last ? 0 : signal * signal;
      ratios[t - 1] = 1 - stretched[t] / stretched[t - 1];
    }
    return new NoiseSchedule(ratios, stretched);
  }

  private static double[] alphaBars(double[] betas) {
    double[] alphaBars = new double[betas.length + 1];
    alphaBars[0] = 1;
    for (int t = 1; t <= betas.length; t++) {
      alphaBars[t] = alphaBars[t - 1] * (1 - betas[t - 1]);
      if (alphaBars[t] < Double.MIN_NORMAL) {
        throw new IllegalArgumentException(
            "the schedule leaves no image at t = "
                + t
                + " of "
                + betas.length
                + " (alpha_bar is 0 there); use smaller betas or fewer steps.");
      }
    }
    return alphaBars;
  }

  /** T, the number of noising steps. */
  public int steps() {
    return betas.length;
  }

  /** β_t, the variance of the noise that step t adds; t in 1…T. */
  public double beta(int t) {
    return betas[checked(t, 1) - 1];
  }

  /** α_t = 1 − β_t; t in 1…T. */
  public double alpha(int t) {
    return 1 - beta(t);
  }

  /** ᾱ_t = α_1·…·α_t, the share of the image in the variance of x_t; t in 0…T, ᾱ_0 = 1. */
  public double alphaBar(int t) {
    return alphaBars[checked(t, 0)];
  }

  /**
   * ᾱ between two whole times: ln SNR, and so ln σ of the noise level σ = √((1 − ᾱ)/ᾱ), is linear
   * in t there, as k-diffusion and diffusers have it. Where that is infinite at one end, σ is
   * linear (from t = 0 to 1), or √ᾱ (up to a T with ᾱ_T = 0).
   *
   * @param t 0…T
   * @throws IllegalArgumentException if t is out of range
   */
  public double alphaBar(double t) {
    if (!(t >= 0 && t <= steps())) {
      throw new IllegalArgumentException(
          "t must be between 0 and " + steps() + ", but is " + t + ".");
    }
    int below = (int) t;
    double share = t - below;
    if (share == 0) {
      return alphaBars[below];
    }
    double after = alphaBars[below + 1];
    if (after == 0) {
      double root = (1 - share) * Math.sqrt(alphaBars[below]);
      return root * root;
    }
    double noisy = Math.sqrt(1 / after - 1);
    double sigma =
        below == 0
            ? share * noisy
            : Math.pow(1 / alphaBars[below] - 1, (1 - share) / 2) * Math.pow(noisy, share);
    return 1 / (1 + sigma * sigma);
  }

  /**
   * The t with that ᾱ: the inverse of {@link #alphaBar(double)}.
   *
   * @param alphaBar ᾱ_T…1
   * @return 0…T
   * @throws IllegalArgumentException if ᾱ is out of range
   */
  public double timeOf(double alphaBar) {
    if (!(alphaBar >= alphaBars[steps()] && alphaBar <= 1)) {
      throw new IllegalArgumentException(
          "alpha_bar must be between " + alphaBars[steps()] + " and 1, but is " + alphaBar + ".");
    }
    int below = 0;
    int above = steps();
    while (above - below > 1) {
      int middle = (below + above) / 2;
      if (alphaBars[middle] >= alphaBar) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below + share(alphaBar, below);
  }

  private double share(double alphaBar, int below) {
    double before = alphaBars[below];
    double after = alphaBars[below + 1];
    if (alphaBar == after) {
      return 1;
    }
    if (after == 0) {
      return 1 - Math.sqrt(alphaBar / before);
    }
    double sigma = Math.sqrt(1 / alphaBar - 1);
    double noisy = Math.sqrt(1 / after - 1);
    double clean = Math.sqrt(1 / before - 1);
    return below == 0 ? sigma / noisy : Math.log(sigma / clean) / Math.log(noisy / clean);
  }

  /** The signal-to-noise ratio ᾱ_t/(1 − ᾱ_t); t in 0…T, +∞ at t = 0. */
  public double snr(int t) {
    double alphaBar = alphaBar(t);
    return alphaBar / (1 - alphaBar);
  }

  /** λ_t = ln SNR_t; t in 0…T, +∞ at t = 0. */
  public double logSnr(int t) {
    return Math.log(snr(t));
  }

  /**
   * β̃_t = β_t·(1 − ᾱ_{t−1})/(1 − ᾱ_t), the variance of q(x_{t−1} | x_t, x_0); t in 1…T, 0 at t =
   * 1. Ho et al. 2020, equation 7.
   */
  public double posteriorVariance(int t) {
    return beta(t) * (1 - alphaBar(t - 1)) / (1 - alphaBar(t));
  }

  /**
   * √ᾱ_{t−1}·β_t/(1 − ᾱ_t), the weight of x_0 in the mean of q(x_{t−1} | x_t, x_0); t in 1…T. Ho et
   * al. 2020, equation 7.
   */
  public double posteriorMeanX0(int t) {
    return Math.sqrt(alphaBar(t - 1)) * beta(t) / (1 - alphaBar(t));
  }

  /**
   * √α_t·(1 − ᾱ_{t−1})/(1 − ᾱ_t), the weight of x_t in the mean of q(x_{t−1} | x_t, x_0); t in 1…T.
   * Ho et al. 2020, equation 7.
   */
  public double posteriorMeanXt(int t) {
    return Math.sqrt(alpha(t)) * (1 - alphaBar(t - 1)) / (1 - alphaBar(t));
  }

  private int checked(int t, int lowest) {
    if (t < lowest || t > steps()) {
      throw new IllegalArgumentException(
          "t must be between " + lowest + " and " + steps() + ", but is " + t + ".");
    }
    return t;
  }

  private static void checkSteps(int steps) {
    if (steps < 1 || steps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "the number of steps of a schedule must be between 1 and "
              + MAX_STEPS
              + ", but is "
              + steps
              + ".");
    }
  }

  private static void checkBeta(String name, double beta) {
    if (!(beta > 0 && beta < 1)) {
      throw new IllegalArgumentException(
          name + " must be greater than 0 and less than 1, but is " + beta + ".");
    }
  }
}
