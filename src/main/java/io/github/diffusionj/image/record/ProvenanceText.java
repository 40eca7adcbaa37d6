package io.github.diffusionj.image.record;

import ij.ImagePlus;
import io.github.diffusionj.image.pixel.PixelType;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads and checks the texts of image properties, which people can edit. */
final class ProvenanceText {

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
  private static final Pattern ESCAPED_ON_SAVING = Pattern.compile("[^\\x00-\\xff]|\\\\(?=u)");

  private ProvenanceText() {}

  /**
   * Text that survives ImageJ's TIFF reader, which takes the upper byte from some characters beyond
   * Latin-1 (1.54p, little-endian files): those are written as a backslash, u and four hexadecimal
   * digits, and so is a backslash that an u follows.
   */
  static String escaped(String text) {
    return ESCAPED_ON_SAVING
        .matcher(text)
        .replaceAll(
            found ->
                found
                    .group()
                    .chars()
                    .mapToObj(c -> String.format("\\\\u%04x", c))
                    .collect(Collectors.joining()));
  }

  /** The inverse of {@link #escaped}. */
  static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  /** The trimmed text, if it is one that the key may have. */
  static String checked(ProvenanceKey key, String value) {
    String text = value.strip();
    try {
      switch (key) {
        case T -> require(Integer.parseInt(text) >= 0);
        case STEPS -> require(Integer.parseInt(text) >= 1);
        case SEED -> Long.parseLong(text);
        case LOW, HIGH -> RangeText.numbers(text);
        case SOURCE_TYPE, PIXEL_TYPE -> PixelType.of(text);
        case VALUE_CALIBRATION -> ValueCalibration.parse(text);
        default -> require(!text.isEmpty());
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(key, text, e);
    }
    return text;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }

  private static IllegalArgumentException unreadable(ProvenanceKey key, String text, Exception e) {
    return new IllegalArgumentException(
        "The image property "
            + key.property()
            + " must be "
            + allowed(key)
            + ", but is '"
            + text
            + "'.",
        e);
  }

  private static String allowed(ProvenanceKey key) {
    return switch (key) {
      case T -> "a whole number from 0 on";
      case STEPS -> "a whole number from 1 on";
      case SEED -> "a whole number";
      case LOW, HIGH -> "a finite number";
      case SOURCE_TYPE, PIXEL_TYPE -> "8-bit, 16-bit, 32-bit or RGB";
      case VALUE_CALIBRATION -> "FUNCTION ZEROCLIP COEFFICIENTS UNIT";
      default -> "a text that is not empty";
    };
  }

  /** All persistent properties of an image; unlike getProp, nothing from the info or a label. */
  static Map<String, String> properties(ImagePlus image) {
    Map<String, String> properties = new HashMap<>();
    String[] texts = image.getPropertiesAsArray();
    for (int i = 0; texts != null && i + 1 < texts.length; i += 2) {
      properties.put(texts[i], texts[i + 1]);
    }
    return properties;
  }
}
