package io.github.diffusionj.image.noise;

import io.github.diffusionj.base.Labelled;

/** What becomes of pixels that no light made, such as hot pixels and the tracks of cosmic rays. */
public enum OutlierTreatment implements Labelled {
  /** The result has them as they were. */
  KEEP("keep"),
  /** The result has the estimate in their place. */
  REMOVE("remove");

  private final String label;

  OutlierTreatment(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The treatment of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static OutlierTreatment of(String label) {
    return Labelled.of(OutlierTreatment.class, "outliers", label);
  }
}
