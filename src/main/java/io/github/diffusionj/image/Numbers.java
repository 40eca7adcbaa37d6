package io.github.diffusionj.image;

import java.util.Locale;

/** Numbers as they are written in options, properties and messages: the same in every locale. */
final class Numbers {

  private Numbers() {}

  /** The shortest text that {@link Double#parseDouble} reads back as the same number. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /** Three significant digits, for labels. */
  static String shortText(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
