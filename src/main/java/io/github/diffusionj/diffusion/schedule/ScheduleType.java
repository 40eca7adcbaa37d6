package io.github.diffusionj.diffusion.schedule;

import io.github.diffusionj.base.Labelled;

/**
 * The families of noise schedules, under the names diffusers gives them. With i = 0…T−1 the index
 * of β_{i+1} and u = i/(T−1):
 */
public enum ScheduleType implements Labelled {
  /** β = β_start + u·(β_end − β_start): Ho et al. 2020 (DDPM), section 4. */
  LINEAR("linear"),
  /** √β runs linearly from √β_start to √β_end: Rombach et al. 2022 (latent diffusion). */
  SCALED_LINEAR("scaled_linear"),
  /**
   * β = min(1 − f((i+1)/T)/f(i/T), 0.999) with f(s) = cos²(π/2·(s + 0.008)/1.008): Nichol and
   * Dhariwal 2021, equation 17. Takes no β_start and β_end.
   */
  SQUAREDCOS_CAP_V2("squaredcos_cap_v2"),
  /** β = β_start + σ(−6 + 12u)·(β_end − β_start), σ the logistic function: GeoDiff 2022. */
  SIGMOID("sigmoid");

  private static final double COSINE_OFFSET = 0.008;
  private static final double COSINE_MAX_BETA = 0.999;
  private static final double SIGMOID_HALF_WIDTH = 6;

  private final String label;

  ScheduleType(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The schedule of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static ScheduleType of(String label) {
    return Labelled.of(ScheduleType.class, "schedule", label);
  }

  /** Whether β_start and β_end have any effect on this schedule. */
  public boolean usesBetaRange() {
    return this != SQUAREDCOS_CAP_V2;
  }

  /** The schedule in a few words: equal words mean equal ᾱ at every t. */
  public String text(int steps, double betaStart, double betaEnd) {
    String length = label + ", T=" + steps;
    return usesBetaRange() ? length + ", beta " + betaStart + ".." + betaEnd : length;
  }

  /** β_1…β_T, where element i is β_{i+1}; a single step has the β of u = 0. */
  double[] betas(int steps, double betaStart, double betaEnd) {
    double[] betas = new double[steps];
    for (int i = 0; i < steps; i++) {
      double u = steps == 1 ? 0 : (double) i / (steps - 1);
      betas[i] =
          switch (this) {
            case LINEAR -> mix(betaStart, betaEnd, u);
            case SCALED_LINEAR -> square(mix(Math.sqrt(betaStart), Math.sqrt(betaEnd), u));
            case SQUAREDCOS_CAP_V2 -> cosineBeta(i, steps);
            case SIGMOID -> mix(betaStart, betaEnd, logistic(SIGMOID_HALF_WIDTH * (2 * u - 1)));
          };
    }
    return betas;
  }

  private static double cosineBeta(int i, int steps) {
    double ratio = cosineCurve((i + 1.0) / steps) / cosineCurve((double) i / steps);
    return Math.min(1 - ratio, COSINE_MAX_BETA);
  }

  private static double cosineCurve(double s) {
    return square(Math.cos((s + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2));
  }

  private static double mix(double from, double to, double u) {
    return from + u * (to - from);
  }

  private static double square(double x) {
    return x * x;
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
