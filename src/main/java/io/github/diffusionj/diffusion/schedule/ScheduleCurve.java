package io.github.diffusionj.diffusion.schedule;

import io.github.diffusionj.base.Labelled;

/** The quantities of a schedule that can be plotted over t. */
public enum ScheduleCurve implements Labelled {
  /** β_t. */
  BETA("beta", "β", 1),
  /** ᾱ_t. */
  ALPHA_BAR("alpha_bar", "ᾱ", 0),
  /** √ᾱ_t, the factor of the image in x_t. */
  SQRT_ALPHA_BAR("sqrt_alpha_bar", "√ᾱ", 0),
  /** √(1 − ᾱ_t), the factor of the noise in x_t. */
  SQRT_ONE_MINUS_ALPHA_BAR("sqrt_one_minus_alpha_bar", "√(1 − ᾱ)", 0),
  /** ᾱ_t/(1 − ᾱ_t); infinite at t = 0, so plotted from t = 1. */
  SNR("snr", "SNR", 1),
  /** ln SNR_t; infinite at t = 0, so plotted from t = 1. */
  LOG_SNR("log_snr", "log SNR", 1),
  /** β̃_t, the variance of q(x_{t−1} | x_t, x_0). */
  POSTERIOR_VARIANCE("posterior_variance", "β̃", 1);

  private final String label;
  private final String title;
  private final int firstT;

  ScheduleCurve(String label, String title, int firstT) {
    this.label = label;
    this.title = title;
    this.firstT = firstT;
  }

  @Override
  public String label() {
    return label;
  }

  /** The symbol, for an axis or a legend. */
  public String title() {
    return title;
  }

  /** The first t at which the curve is defined and finite; the last one is T. */
  public int firstT() {
    return firstT;
  }

  /**
   * The curve's value.
   *
   * @param t {@link #firstT}…T
   * @throws IllegalArgumentException if t is out of range
   */
  public double at(NoiseSchedule schedule, int t) {
    if (t < firstT || t > schedule.steps()) {
      throw new IllegalArgumentException(
          "t must be between " + firstT + " and " + schedule.steps() + ", but is " + t + ".");
    }
    return switch (this) {
      case BETA -> schedule.beta(t);
      case ALPHA_BAR -> schedule.alphaBar(t);
      case SQRT_ALPHA_BAR -> Math.sqrt(schedule.alphaBar(t));
      case SQRT_ONE_MINUS_ALPHA_BAR -> Math.sqrt(1 - schedule.alphaBar(t));
      case SNR -> schedule.snr(t);
      case LOG_SNR -> schedule.logSnr(t);
      case POSTERIOR_VARIANCE -> schedule.posteriorVariance(t);
    };
  }

  /**
   * The curve of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static ScheduleCurve of(String label) {
    return Labelled.of(ScheduleCurve.class, "curve", label);
  }
}
