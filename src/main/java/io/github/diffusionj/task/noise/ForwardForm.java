package io.github.diffusionj.task.noise;

import io.github.diffusionj.base.Labelled;

/** How x_t comes from x_0; both have the same distribution (Ho et al. 2020, equations 2 and 4). */
public enum ForwardForm implements Labelled {
  /** x_t = √ᾱ_t x_0 + √(1−ᾱ_t) ε, with the same ε for every t. */
  ONE_STEP("one_step"),
  /** The chain x_s = √α_s x_{s−1} + √β_s ε_s for s = 1…t, with a new ε_s in each step. */
  STEP_BY_STEP("step_by_step");

  private final String label;

  ForwardForm(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The form of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static ForwardForm of(String label) {
    return Labelled.of(ForwardForm.class, "form", label);
  }
}
