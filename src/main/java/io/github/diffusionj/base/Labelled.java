package io.github.diffusionj.base;

import java.util.Arrays;
import java.util.List;

/** A choice that has a fixed lower_snake_case name in files, dialogs and recorded macros. */
public interface Labelled {

  /** The name under which the choice is written and read; part of the public contract. */
  String label();

  /** The labels of choices, in their order. */
  static List<String> labels(Labelled... choices) {
    return Arrays.stream(choices).map(Labelled::label).toList();
  }

  /**
   * Finds a choice by its label; upper and lower case matter.
   *
   * @param type the enum of choices
   * @param what what is being chosen, for the message: "schedule"
   * @param label the label looked for
   * @throws IllegalArgumentException if no choice has that label; the message lists those there are
   */
  static <E extends Enum<E> & Labelled> E of(Class<E> type, String what, String label) {
    for (E choice : type.getEnumConstants()) {
      if (choice.label().equals(label)) {
        return choice;
      }
    }
    String valid = String.join(", ", labels(type.getEnumConstants()));
    throw new IllegalArgumentException(
        what + " must be one of " + valid + ", but is '" + label + "'.");
  }
}
