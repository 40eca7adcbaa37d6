package io.github.diffusionj.image.result;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.image.record.Provenance;

/** The pixel type of a result. */
public enum OutputType implements Labelled {
  /** Float32: nothing is rounded and nothing is clipped. */
  FLOAT32("float32"),
  /**
   * The type the data had before DiffusionJ changed it: what the source's {@link Provenance}
   * records, else the type of the source itself. Values are rounded half up and clipped to the
   * type's range.
   */
  SOURCE("source");

  private final String label;

  OutputType(String label) {
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
  public static OutputType of(String label) {
    return Labelled.of(OutputType.class, "output", label);
  }
}
