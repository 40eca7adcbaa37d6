package io.github.diffusionj.image.part;

/**
 * Numbers in a row.
 *
 * @param first the first one, 1 or more
 * @param last the last one, not below the first
 */
public record Span(int first, int last) {

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if the first is below 1 or above the last
   */
  public Span {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "slices must count from 1, from a lower number to a higher one, but is %s."
              .formatted(text(first, last)));
    }
  }

  static Span only(int number) {
    return new Span(number, number);
  }

  int length() {
    return last - first + 1;
  }

  boolean contains(int number) {
    return first <= number && number <= last;
  }

  String text() {
    return text(first, last);
  }

  private static String text(int first, int last) {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
