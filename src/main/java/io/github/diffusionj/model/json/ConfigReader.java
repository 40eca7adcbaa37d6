package io.github.diffusionj.model.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Typed access to the keys of a configuration; a key that is absent or null takes the default. A
 * value of another type is an {@link IllegalArgumentException} with a sentence.
 */
public final class ConfigReader {

  private final JsonObject json;

  /** Reads the keys of that object. */
  public ConfigReader(JsonObject json) {
    this.json = json;
  }

  /**
   * Refuses keys that are not known, and a configuration without those that are needed.
   *
   * @throws IllegalArgumentException naming the first such key
   */
  public void check(List<String> known, List<String> needed) {
    for (String key : json.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "There is no key %s; the keys are %s.".formatted(key, String.join(", ", known)));
      }
    }
    for (String key : needed) {
      if (!has(key)) {
        throw new IllegalArgumentException("The key " + key + " is missing.");
      }
    }
  }

  /** Whether the key is there with a value other than null. */
  public boolean has(String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  /** A whole number. */
  public int integer(String key, int fallback) {
    return has(key) ? convert(key, json.get(key), "a whole number", ConfigReader::toInt) : fallback;
  }

  /** A finite number. */
  public double number(String key, double fallback) {
    return has(key) ? convert(key, json.get(key), "a number", ConfigReader::toDouble) : fallback;
  }

  /** True or false. */
  public boolean flag(String key, boolean fallback) {
    return has(key) ? convert(key, json.get(key), "true or false", ConfigReader::toFlag) : fallback;
  }

  /** A text. */
  public String text(String key, String fallback) {
    return has(key) ? convert(key, json.get(key), "a text", ConfigReader::toText) : fallback;
  }

  /** Whole numbers. */
  public List<Integer> integers(String key, List<Integer> fallback) {
    return has(key) ? list(key, "whole numbers", ConfigReader::toInt) : fallback;
  }

  /** Finite numbers; the key is there. */
  public List<Double> numbers(String key) {
    return list(key, "numbers", ConfigReader::toDouble);
  }

  /** Texts. */
  public List<String> texts(String key, List<String> fallback) {
    return has(key) ? list(key, "texts", ConfigReader::toText) : fallback;
  }

  /** Refuses a value that this version does not support; null is a value here. */
  public void supports(String key, String fallback, String... supported) {
    String value = json.has(key) ? JsonText.python(json.get(key)).replace("\"", "") : fallback;
    if (!List.of(supported).contains(value)) {
      throw new IllegalArgumentException(
          "%s is %s, but only %s is supported."
              .formatted(key, value, String.join(" or ", supported)));
    }
  }

  private <T> List<T> list(String key, String what, Function<JsonPrimitive, T> conversion) {
    JsonElement element = json.get(key);
    if (!element.isJsonArray()) {
      throw new IllegalArgumentException(key + " must be a list of " + what + ".");
    }
    List<T> values = new ArrayList<>();
    for (JsonElement entry : element.getAsJsonArray()) {
      values.add(convert("each entry of " + key, entry, "one of " + what, conversion));
    }
    return values;
  }

  private static <T> T convert(
      String key, JsonElement element, String what, Function<JsonPrimitive, T> conversion) {
    try {
      return conversion.apply(element.getAsJsonPrimitive());
    } catch (IllegalStateException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be %s, but is %s.".formatted(key, what, element), e);
    }
  }

  private static int toInt(JsonPrimitive value) {
    require(value.isNumber());
    return value.getAsBigDecimal().intValueExact();
  }

  private static double toDouble(JsonPrimitive value) {
    require(value.isNumber());
    double number = value.getAsDouble();
    require(Double.isFinite(number));
    return number;
  }

  private static boolean toFlag(JsonPrimitive value) {
    require(value.isBoolean());
    return value.getAsBoolean();
  }

  private static String toText(JsonPrimitive value) {
    require(value.isString());
    return value.getAsString();
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException();
    }
  }
}
