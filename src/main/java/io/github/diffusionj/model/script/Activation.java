package io.github.diffusionj.model.script;

import java.util.List;
import java.util.Locale;

/** The non-linearity of the residual layers, under diffusers' names. */
public enum Activation {
  SILU("silu", "swish"),
  GELU("gelu"),
  RELU("relu"),
  MISH("mish");

  private final List<String> labels;

  Activation(String... labels) {
    this.labels = List.of(labels);
  }

  /** The name that is written; {@code swish} is read as {@code silu}, which it is. */
  public String label() {
    return labels.get(0);
  }

  /**
   * The activation of that name, in capitals or not.
   *
   * @throws IllegalArgumentException naming the valid ones
   */
  public static Activation of(String label) {
    for (Activation activation : values()) {
      if (activation.labels.contains(label.toLowerCase(Locale.ROOT))) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        "act_fn must be one of silu, swish, gelu, relu, mish, but is " + label + ".");
  }
}
