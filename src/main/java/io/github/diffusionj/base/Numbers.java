package io.github.diffusionj.base;

import java.util.Locale;

/** Numbers as they are written in options, properties and messages: the same in every locale. */
public final class Numbers {

  private static final int MOST_DIGITS = 9;

  private Numbers() {}

  /** The shortest text that {@link Double#parseDouble} reads back as the same number. */
  public static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /** Three significant digits, or as many as tell a number below 1 from 1, for labels. */
  public static String shortText(double value) {
    int digits = 3;
    String text = rounded(value, digits);
    while (value < 1 && Double.parseDouble(text) >= 1 && digits < MOST_DIGITS) {
      text = rounded(value, ++digits);
    }
    return text;
  }

  private static String rounded(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "g", value);
  }
}
