package io.github.diffusionj.task;

/** Checks that option records share. */
public final class Options {

  private Options() {}

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
}
