package io.github.diffusionj.task.sampling;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import java.util.Optional;

/** The ways of spreading steps over time that a user chooses from. */
public enum SpacingChoice implements Labelled {
  /** The model's if the sampler is the model's too, else trailing. */
  AUTO("auto", null),
  /** What the model's configuration says. */
  MODEL("model", null),
  /** Even, starting at t itself. */
  TRAILING("trailing", TimestepSpacing.TRAILING),
  /** Even, ending at t = 1. */
  LEADING("leading", TimestepSpacing.LEADING),
  /** Even, from t to 1. */
  LINSPACE("linspace", TimestepSpacing.LINSPACE),
  /** Closer together where there is little noise. */
  KARRAS("karras", TimestepSpacing.KARRAS),
  /** Even in the logarithm of the noise. */
  EXPONENTIAL("exponential", TimestepSpacing.EXPONENTIAL);

  private final String label;
  private final TimestepSpacing spacing;

  SpacingChoice(String label, TimestepSpacing spacing) {
    this.label = label;
    this.spacing = spacing;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The choice of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static SpacingChoice of(String label) {
    return Labelled.of(SpacingChoice.class, "spacing", label);
  }

  /** The choice that names a spacing. */
  public static SpacingChoice of(TimestepSpacing spacing) {
    return of(spacing.label());
  }

  /** The spacing, if it is named. */
  Optional<TimestepSpacing> named() {
    return Optional.ofNullable(spacing);
  }
}
