package io.github.diffusionj.command.parameter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/**
 * One parameter of a command, as dialogs, macros and the recorder see it.
 *
 * <p>A parameter that is not required and whose default is null may be left empty; its value is
 * then null.
 *
 * @param key the name in macros: the field's name in lower_snake_case
 * @param name the field's name
 * @param label the name in dialogs
 * @param description what the parameter does, in a sentence
 * @param type one of String, Boolean, Integer, Long, Double
 * @param defaultValue the value that a missing key stands for, or null
 * @param minimum the least value of a number, or null
 * @param maximum the greatest value of a number, or null
 * @param choices what a string may be; empty if anything
 * @param style SciJava's widget style, or an empty string
 * @param required whether there must be a value
 * @param persisted whether dialogs start with the value that was used last
 */
public record ParameterSpec(
    String key,
    String name,
    String label,
    String description,
    Class<?> type,
    Object defaultValue,
    Number minimum,
    Number maximum,
    List<String> choices,
    String style,
    boolean required,
    boolean persisted) {

  /** The types that a parameter may have. */
  static final Set<Class<?>> TYPES =
      Set.of(String.class, Boolean.class, Integer.class, Long.class, Double.class);

  /**
   * Reads a module's input.
   *
   * @throws IllegalStateException if its type is none of the five
   */
  static ParameterSpec of(ModuleItem<?> item, List<String> suppliedChoices) {
    Class<?> type = Types.box(item.getType());
    if (!TYPES.contains(type)) {
      throw new IllegalStateException("The parameter " + item.getName() + " has type " + type);
    }
    List<String> declared =
        item.getChoices() == null
            ? List.of()
            : item.getChoices().stream().map(String::valueOf).toList();
    String key = key(item.getName());
    return new ParameterSpec(
        key,
        item.getName(),
        text(item.getLabel()).isEmpty() ? label(key) : item.getLabel(),
        text(item.getDescription()),
        type,
        item.getDefaultValue(),
        (Number) item.getMinimumValue(),
        (Number) item.getMaximumValue(),
        declared.isEmpty() ? suppliedChoices : declared,
        text(item.getWidgetStyle()),
        item.isRequired(),
        item.isPersisted());
  }

  /**
   * The key of a field's name: {@code betaStart} is {@code beta_start}, and {@code class_} is
   * {@code class}, which no field can be called.
   */
  static String key(String name) {
    StringBuilder key = new StringBuilder();
    name.chars()
        .limit(name.endsWith("_") ? name.length() - 1 : name.length())
        .forEach(
            c -> {
              if (Character.isUpperCase(c)) {
                key.append('_');
              }
              key.appendCodePoint(Character.toLowerCase(c));
            });
    return key.toString();
  }

  private static String label(String key) {
    String words = key.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  /**
   * The value that a missing key stands for.
   *
   * @throws IllegalArgumentException if there must be a value and no default is declared
   */
  public Object valueIfMissing() {
    if (required && defaultValue == null) {
      throw new IllegalArgumentException(
          "The key " + key + " is missing; give it as " + key + "=VALUE.");
    }
    return defaultValue;
  }

  /** Whether an empty text is a value, namely null. */
  public boolean mayBeEmpty() {
    return defaultValue == null && !required;
  }

  /** Whether the parameter is a switch. */
  public boolean isSwitch() {
    return type == Boolean.class;
  }

  /**
   * The value that a text stands for.
   *
   * @param text from a macro or a dialog
   * @return the value, null for an empty text where the default is null
   * @throws IllegalArgumentException if the text is no such value or out of range; the message is a
   *     sentence that says what is allowed
   */
  public Object parse(String text) {
    if (text.isEmpty() && mayBeEmpty()) {
      return null;
    }
    if (type == Boolean.class) {
      return parseSwitch(text);
    }
    return type == String.class ? parseChoice(text) : parseNumber(text.trim());
  }

  /** The text that {@link #parse} turns into the value. */
  public String format(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number ? plain(number) : value.toString();
  }

  /** Without an exponent where that is not too long. */
  private static String plain(double number) {
    double size = Math.abs(number);
    boolean plain = number == 0 || (size >= 1e-6 && size < 1e15);
    return plain
        ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }

  private Boolean parseSwitch(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refusal("true or false", text);
    };
  }

  private String parseChoice(String text) {
    if (text.isEmpty() && required && defaultValue == null) {
      throw new IllegalArgumentException(key + " must not be empty.");
    }
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw refusal("one of " + String.join(", ", choices), text);
    }
    return text;
  }

  private Number parseNumber(String text) {
    BigDecimal value;
    Number number;
    try {
      value = new BigDecimal(text);
      number = exact(value);
    } catch (ArithmeticException | NumberFormatException e) {
      throw refusal((type == Double.class ? "a number" : "a whole number") + range(), text);
    }
    boolean tooLow = minimum != null && value.compareTo(decimal(minimum)) < 0;
    boolean tooHigh = maximum != null && value.compareTo(decimal(maximum)) > 0;
    if (tooLow || tooHigh) {
      throw refusal(range().strip(), text);
    }
    return number;
  }

  private Number exact(BigDecimal value) {
    if (type == Integer.class) {
      return value.intValueExact();
    }
    if (type == Long.class) {
      return value.longValueExact();
    }
    if (Double.isInfinite(value.doubleValue())) {
      throw new ArithmeticException("too large");
    }
    return value.doubleValue();
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }

  private String range() {
    if (minimum != null && maximum != null) {
      return " between " + format(minimum) + " and " + format(maximum);
    }
    if (minimum != null) {
      return " at least " + format(minimum);
    }
    return maximum != null ? " at most " + format(maximum) : "";
  }

  private IllegalArgumentException refusal(String allowed, String text) {
    String found = text.isEmpty() ? "empty" : text;
    return new IllegalArgumentException(key + " must be " + allowed + ", but is " + found + ".");
  }
}
