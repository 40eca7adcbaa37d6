package io.github.diffusionj.command.analysis;

import java.util.Arrays;
import java.util.List;

/** Whole numbers separated by commas, as in {@code 50,100,250}. */
final class NumberList {

  private NumberList() {}

  /**
   * The numbers of a text; none if it is null or empty.
   *
   * @throws IllegalArgumentException if it is no such list, naming the key
   */
  static List<Integer> of(String key, String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    try {
      return Arrays.stream(text.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be whole numbers separated by commas, such as 50,100,250, but is %s."
              .formatted(key, text),
          e);
    }
  }
}
