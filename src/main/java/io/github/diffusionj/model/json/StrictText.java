package io.github.diffusionj.model.json;

import java.util.List;

/**
 * What Gson's reader lets pass in a text of JSON although it is not lenient: words in capitals,
 * control characters in texts, and two escapes. Its own switch for that needs Gson 2.11, and Fijis
 * bring 2.10.1.
 */
final class StrictText {

  private static final List<String> WORDS = List.of("true", "false", "null");

  private final String text;
  private final String name;
  private final String replacement;
  private final StringBuilder result;
  private int at;

  private StrictText(String text, String name, String replacement) {
    this.text = text;
    this.name = name;
    this.replacement = replacement;
    this.result = new StringBuilder(text.length());
  }

  /**
   * The text with a name replaced wherever it is outside of quotation marks.
   *
   * @throws IllegalArgumentException for what Gson would let pass; all else is left to Gson
   */
  static String replace(String text, String name, String replacement) {
    return new StrictText(text, name, replacement).scan();
  }

  private String scan() {
    boolean quoted = false;
    while (at < text.length()) {
      quoted ^= text.charAt(at) == '"';
      if (quoted) {
        quotedCharacter();
      } else {
        plainCharacter();
      }
    }
    return result.toString();
  }

  private void plainCharacter() {
    if (text.startsWith(name, at)) {
      result.append(replacement);
      at += name.length();
      return;
    }
    for (String word : WORDS) {
      if (text.regionMatches(true, at, word, 0, word.length()) && !text.startsWith(word, at)) {
        throw refused("the word " + word + " has capital letters");
      }
    }
    copy();
  }

  private void quotedCharacter() {
    boolean escape = text.charAt(at) == '\\';
    checkControl();
    copy();
    if (escape && at < text.length()) {
      if (text.charAt(at) == '\'') {
        throw refused("an apostrophe is escaped");
      }
      checkControl();
      copy();
    }
  }

  private void checkControl() {
    if (text.charAt(at) < ' ') {
      throw refused("a text has a control character that is not escaped");
    }
  }

  private void copy() {
    result.append(text.charAt(at++));
  }

  private IllegalArgumentException refused(String what) {
    long line = 1 + text.chars().limit(at).filter(c -> c == '\n').count();
    return new IllegalArgumentException(what + " at line " + line);
  }
}
