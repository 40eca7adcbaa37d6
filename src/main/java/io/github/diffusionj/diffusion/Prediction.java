package io.github.diffusionj.diffusion;

import io.github.diffusionj.base.Labelled;

/**
 * What a network puts out for x_t = a·x_0 + s·ε, where a = √ᾱ_t and s = √(1 − ᾱ_t). With x_t at
 * hand, each of the four determines the others. The first three have diffusers' names.
 */
public enum Prediction implements Labelled {
  /** The noise ε (Ho et al. 2020). */
  EPSILON("epsilon"),
  /** The clean image x_0. */
  SAMPLE("sample"),
  /** The velocity v = a·ε − s·x_0 (Salimans and Ho 2022, section 4). */
  V_PREDICTION("v_prediction"),
  /** The score ∇ log q(x_t) = −ε/s (Song et al. 2021). */
  SCORE("score");

  private static final Linear OUTPUT = new Linear(0, 1);

  private final String label;

  Prediction(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The prediction of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static Prediction of(String label) {
    return Labelled.of(Prediction.class, "prediction_type", label);
  }

  /**
   * How to work out another quantity from x_t and what this network put out.
   *
   * @param target the quantity wanted
   * @param alphaBar ᾱ_t, 0…1 without 1, and without 0 for ε and the score, which say nothing about
   *     x_0 there
   * @return target = x·x_t + output·(what the network put out)
   * @throws IllegalArgumentException if ᾱ_t is out of range
   */
  public Linear to(Prediction target, double alphaBar) {
    boolean blind = alphaBar == 0 && (this == EPSILON || this == SCORE);
    if (!(alphaBar >= 0 && alphaBar < 1) || blind) {
      throw new IllegalArgumentException(
          "alpha_bar must be greater than 0 and less than 1, but is " + alphaBar + ".");
    }
    if (target == this) {
      return OUTPUT;
    }
    double a = Math.sqrt(alphaBar);
    double s = Math.sqrt(1 - alphaBar);
    return switch (target) {
      case EPSILON -> toEpsilon(a, s);
      case SAMPLE -> toSample(a, s);
      case V_PREDICTION -> toEpsilon(a, s).mix(a, toSample(a, s), -s);
      case SCORE -> toEpsilon(a, s).mix(-1 / s, OUTPUT, 0);
    };
  }

  private Linear toEpsilon(double a, double s) {
    return switch (this) {
      case EPSILON -> OUTPUT;
      case SAMPLE -> new Linear(1 / s, -a / s);
      case V_PREDICTION -> new Linear(s, a);
      case SCORE -> new Linear(0, -s);
    };
  }

  private Linear toSample(double a, double s) {
    return switch (this) {
      case EPSILON -> new Linear(1 / a, -s / a);
      case SAMPLE -> OUTPUT;
      case V_PREDICTION -> new Linear(a, -s);
      case SCORE -> new Linear(1 / a, s * s / a);
    };
  }
}
