package io.github.diffusionj.command.manage;

import io.github.diffusionj.base.Labelled;
import java.util.Locale;

/** What Diffusion Train trains. */
enum TrainedNetwork implements Labelled {
  /** A diffusion model. */
  DIFFUSION,
  /** A classifier of noised images, for the model that it lies in. */
  CLASSIFIER;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The network of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  static TrainedNetwork of(String label) {
    return Labelled.of(TrainedNetwork.class, "network", label);
  }
}
