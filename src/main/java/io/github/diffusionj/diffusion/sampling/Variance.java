package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.base.Labelled;

/**
 * The variance of the noise in an ancestral (DDPM) step from t to s. With β = 1 − ᾱ_t/ᾱ_s, which is
 * β_t for s = t − 1:
 */
public enum Variance implements Labelled {
  /** β·(1 − ᾱ_s)/(1 − ᾱ_t): right when the data are a single point. */
  FIXED_SMALL("fixed_small"),
  /**
   * β: right when the data are standard normal. With few steps it leaves far too much noise, so it
   * is for sampling over all or nearly all of the T steps.
   */
  FIXED_LARGE("fixed_large"),
  /**
   * Between the two, geometrically, at each pixel as the network says: Nichol and Dhariwal 2021,
   * equation 15. The network puts out v beside its prediction; see {@link SamplingStep}.
   */
  LEARNED_RANGE("learned_range");

  private final String label;

  Variance(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The variance of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static Variance of(String label) {
    return Labelled.of(Variance.class, "variance", label);
  }
}
