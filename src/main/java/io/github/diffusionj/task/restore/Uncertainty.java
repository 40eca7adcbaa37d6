package io.github.diffusionj.task.restore;

import io.github.diffusionj.base.Labelled;
import java.util.List;

/** What a restored image shows beside the mean of the samples. */
public enum Uncertainty implements Labelled {
  /** Nothing. */
  NONE("none", List.of("mean")),
  /** The standard deviation of the samples. */
  DEVIATION("deviation", List.of("mean", "standard deviation")),
  /** The standard deviation, and the 5 %, 50 % and 95 % quantiles. */
  QUANTILES("quantiles", List.of("mean", "standard deviation", "5 %", "50 %", "95 %"));

  private final String label;
  private final List<String> channels;

  Uncertainty(String label, List<String> channels) {
    this.label = label;
    this.channels = channels;
  }

  @Override
  public String label() {
    return label;
  }

  /** The names of the result's channels. */
  List<String> channels() {
    return channels;
  }

  /**
   * The one of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static Uncertainty of(String label) {
    return Labelled.of(Uncertainty.class, "uncertainty", label);
  }
}
