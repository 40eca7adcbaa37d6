package io.github.diffusionj.base;

import java.util.Locale;

/** Checks of numbers and arrays, with a sentence for who gave them. */
public final class Checks {

  private Checks() {}

  /**
   * Refuses what does not hold.
   *
   * @param sentence a format for the values, which stand as their own text does with %s
   * @throws IllegalArgumentException with the sentence
   */
  public static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, sentence, values));
    }
  }

  /**
   * Refuses a number out of its range.
   *
   * @throws IllegalArgumentException naming the key, the range and the number
   */
  public static void within(String key, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          low == high
              ? "%s can only be %d here, but is %d.".formatted(key, low, value)
              : "%s must be between %d and %d, but is %d.".formatted(key, low, high, value));
    }
  }

  /**
   * Refuses an array of another length.
   *
   * @throws IllegalArgumentException naming what the array is for, the length and the array's
   */
  public static void length(String name, float[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "An array for the "
              + name
              + " must have length "
              + length
              + ", not "
              + values.length
              + ".");
    }
  }
}
