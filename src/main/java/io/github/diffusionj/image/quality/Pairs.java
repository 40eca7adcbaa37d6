package io.github.diffusionj.image.quality;

/** Checks that all measures share. */
final class Pairs {

  private Pairs() {}

  static void check(float[] expected, float[] actual) {
    if (expected.length != actual.length || expected.length == 0) {
      throw new IllegalArgumentException(
          "Images that are compared must have the same number of values, at least 1, but have %d and %d."
              .formatted(expected.length, actual.length));
    }
  }

  static void check(float[] expected, float[] actual, double range) {
    check(expected, actual);
    if (!(range > 0 && range < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The range of pixel values must be above 0 and finite, but is " + range + ".");
    }
  }
}
