package io.github.diffusionj.task;

import io.github.diffusionj.diffusion.Labelled;

/** The samplers that a user chooses from. */
public enum SamplerKind implements Labelled {
  /** Ancestral sampling (Ho et al. 2020, algorithm 2), with no noise in the last step. */
  DDPM("ddpm"),
  /** DDIM (Song, Meng and Ermon 2021, equation 12), with η from 0 to 1. */
  DDIM("ddim");

  private final String label;

  SamplerKind(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The sampler of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static SamplerKind of(String label) {
    return Labelled.of(SamplerKind.class, "sampler", label);
  }
}
