package io.github.diffusionj.task.latent;

import io.github.diffusionj.base.Labelled;

/** What two images are turned into before what lies between them is worked out. */
public enum LatentKind implements Labelled {
  /** Each x_t has the same noise, so that only the images are mixed. */
  SHARED_NOISE("shared_noise"),
  /** Each x_t has its own noise; the noises are mixed spherically. */
  OWN_NOISE("own_noise"),
  /** Each x_t is found by DDIM inversion, so that the ends come back; mixed spherically. */
  INVERTED("inverted");

  private final String label;

  LatentKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The kind of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static LatentKind of(String label) {
    return Labelled.of(LatentKind.class, "latents", label);
  }
}
