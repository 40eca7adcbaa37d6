package io.github.diffusionj.engine;

import io.github.diffusionj.base.Labelled;

/** The number type that the network computes in. */
public enum Precision implements Labelled {
  /** 24 bits of precision: what the weights were trained and are stored in. */
  FLOAT32("float32"),
  /** 8 bits of precision: about twice as fast where the processor has it, and less exact. */
  BFLOAT16("bfloat16");

  private final String label;

  Precision(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The precision of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static Precision of(String label) {
    return Labelled.of(Precision.class, "precision", label);
  }
}
