package io.github.diffusionj.diffusion.bound;

import io.github.diffusionj.diffusion.Labelled;

/** The variance σ_t² of the reverse step that the bound is worked out for. */
public enum BoundVariance implements Labelled {
  /** β̃_t. */
  FIXED_SMALL("fixed_small"),
  /** β_t. */
  FIXED_LARGE("fixed_large"),
  /** β_t^f·β̃_t^(1−f), with f from the network for each pixel. */
  LEARNED("learned");

  private final String label;

  BoundVariance(String label) {
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
  public static BoundVariance of(String label) {
    return Labelled.of(BoundVariance.class, "variance", label);
  }
}
