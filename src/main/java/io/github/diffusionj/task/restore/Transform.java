package io.github.diffusionj.task.restore;

import io.github.diffusionj.base.Labelled;

/** What makes an image's noise Gaussian and the same everywhere. */
public enum Transform implements Labelled {
  /** Nothing: the noise is that already. */
  NONE("none"),
  /** The generalised Anscombe transform, for the Poisson–Gaussian noise of cameras. */
  ANSCOMBE("anscombe");

  private final String label;

  Transform(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The one of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static Transform of(String label) {
    return Labelled.of(Transform.class, "transform", label);
  }
}
