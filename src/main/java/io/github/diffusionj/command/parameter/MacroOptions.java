package io.github.diffusionj.command.parameter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The option string of a macro's {@code run("Label", "key=value other=[some words] flag")}.
 *
 * <p>Options are separated by white space. A value that holds white space stands in square
 * brackets, in which brackets may nest. ImageJ's own reader takes {@code clip=true} for false and
 * {@code next=5} for {@code t=5}; this one does not.
 */
public final class MacroOptions {

  private final String text;
  private int position;

  private MacroOptions(String text) {
    this.text = text;
  }

  /**
   * Reads an option string.
   *
   * @param text the options, possibly empty
   * @return the values by key in the order of the string; no value for a key that stands alone
   * @throws IllegalArgumentException if a key is given twice or missing, or a bracket is not closed
   */
  public static Map<String, Optional<String>> parse(String text) {
    return new MacroOptions(text).options();
  }

  /**
   * One option as it stands in an option string.
   *
   * @throws IllegalArgumentException if no option string can hold the value, since its brackets do
   *     not match
   */
  public static String format(String key, String value) {
    String option = key + "=" + quote(value);
    if (!new MacroOptions(option).options().equals(Map.of(key, Optional.of(value)))) {
      throw new IllegalArgumentException(
          "A value with spaces in it needs matching square brackets, but "
              + key
              + " is "
              + value
              + ".");
    }
    return option;
  }

  /** The value, in square brackets if it needs them. */
  static String quote(String value) {
    boolean plain = !value.startsWith("[") && value.chars().noneMatch(Character::isWhitespace);
    return plain ? value : "[" + value + "]";
  }

  private Map<String, Optional<String>> options() {
    Map<String, Optional<String>> options = new LinkedHashMap<>();
    skipSpace();
    while (position < text.length()) {
      String key = key();
      if (options.put(key, value(key)) != null) {
        throw new IllegalArgumentException("The key " + key + " is given twice.");
      }
      skipSpace();
    }
    return options;
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private String key() {
    int start = position;
    while (!atEndOfWord() && text.charAt(position) != '=') {
      position++;
    }
    if (position == start) {
      throw new IllegalArgumentException("There is a value without a key: " + word() + ".");
    }
    return text.substring(start, position);
  }

  private Optional<String> value(String key) {
    if (atEndOfWord()) {
      return Optional.empty();
    }
    position++; // the equals sign
    boolean bracket = !atEndOfWord() && text.charAt(position) == '[';
    return Optional.of(bracket ? bracketed(key) : word());
  }

  private String word() {
    int start = position;
    while (!atEndOfWord()) {
      position++;
    }
    return text.substring(start, position);
  }

  private String bracketed(String key) {
    int start = position + 1;
    int depth = 0;
    while (position < text.length()) {
      char c = text.charAt(position++);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return text.substring(start, position - 1);
      }
    }
    throw new IllegalArgumentException("The value of " + key + " has no closing bracket.");
  }

  private boolean atEndOfWord() {
    return position >= text.length() || Character.isWhitespace(text.charAt(position));
  }
}
