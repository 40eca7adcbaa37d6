package io.github.diffusionj.task.guidance;

import io.github.diffusionj.base.Labelled;

/** What steers sampling towards a class. */
public enum GuidanceSource implements Labelled {
  /** The network itself, which knows classes. */
  CLASSES("classes"),
  /** A classifier of noised images that the model has beside its network. */
  CLASSIFIER("classifier");

  private final String label;

  GuidanceSource(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The source of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static GuidanceSource of(String label) {
    return Labelled.of(GuidanceSource.class, "guidance_by", label);
  }
}
