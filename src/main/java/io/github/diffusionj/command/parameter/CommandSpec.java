package io.github.diffusionj.command.parameter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.scijava.ItemVisibility;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * The parameters of a command in their declared order. Values are held by field name.
 *
 * @param title the command's name in messages, for example {@code Diffusion Noise}
 * @param parameters what dialogs and macros may set
 */
public record CommandSpec(String title, List<ParameterSpec> parameters) {

  /** Keeps its own copy of the list. */
  public CommandSpec {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads a module's inputs, leaving out those of a type that ImageJ supplies.
   *
   * @param title the command's name in messages
   * @param info the module
   * @param supplied the types that are no parameters, such as images
   * @param choices the choices of a key that are known only at run time; empty for none
   */
  public static CommandSpec of(
      String title,
      ModuleInfo info,
      List<Class<?>> supplied,
      Function<String, List<String>> choices) {
    return new CommandSpec(
        title,
        StreamSupport.stream(info.inputs().spliterator(), false)
            .filter(item -> !supplied.contains(item.getType()))
            .filter(item -> item.getVisibility() == ItemVisibility.NORMAL)
            .map(item -> ParameterSpec.of(item, choicesOf(item, choices)))
            .toList());
  }

  private static List<String> choicesOf(
      ModuleItem<?> item, Function<String, List<String>> choices) {
    return choices.apply(ParameterSpec.key(item.getName()));
  }

  /**
   * The same parameters with those of some keys at the front and those of others at the end, each
   * in the order of the keys.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  public CommandSpec ordered(List<String> first, List<String> last) {
    List<ParameterSpec> ordered = new ArrayList<>(first.stream().map(this::find).toList());
    List<ParameterSpec> end = last.stream().map(this::find).toList();
    parameters.stream()
        .filter(parameter -> !ordered.contains(parameter) && !end.contains(parameter))
        .forEach(ordered::add);
    ordered.addAll(end);
    return new CommandSpec(title, ordered);
  }

  /** The parameters but for those of some field names. */
  public CommandSpec without(Set<String> names) {
    return new CommandSpec(
        title, parameters.stream().filter(parameter -> !names.contains(parameter.name())).toList());
  }

  /**
   * The values that a macro's option string stands for; a missing key has its declared default.
   *
   * @return a value, possibly null, for each parameter, by field name
   * @throws IllegalArgumentException if a key is unknown or a value is not valid
   */
  public Map<String, Object> read(String options) {
    Map<String, Optional<String>> given = MacroOptions.parse(options);
    given.keySet().forEach(this::find);
    Map<String, Object> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : parameters) {
      Optional<String> text = given.get(parameter.key());
      values.put(
          parameter.name(),
          text == null ? parameter.valueIfMissing() : parameter.parse(text(parameter, text)));
    }
    return values;
  }

  private ParameterSpec find(String key) {
    return parameters.stream()
        .filter(parameter -> parameter.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    parameters.isEmpty()
                        ? title + " takes no options, but got " + key + "."
                        : title + " has no key " + key + "; its keys are " + keys() + "."));
  }

  private String keys() {
    return parameters.stream().map(ParameterSpec::key).collect(Collectors.joining(", "));
  }

  private static String text(ParameterSpec parameter, Optional<String> text) {
    if (text.isEmpty() && !parameter.isSwitch()) {
      throw new IllegalArgumentException(
          "The key " + parameter.key() + " needs a value, as in " + parameter.key() + "=VALUE.");
    }
    return text.orElse("true");
  }

  /**
   * The values as texts for a macro: every parameter, so that a recorded macro does not depend on a
   * default; but no empty ones, and no false switches whose default is false.
   *
   * <p>The order is the declared one, except that a key which is the tail of another comes first:
   * ImageJ's recorder takes {@code t=} for a repetition when {@code start=} is there before it.
   *
   * @return the texts by key
   */
  public Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ParameterSpec parameter : recordingOrder()) {
      Object value = values.get(parameter.name());
      boolean off = Boolean.FALSE.equals(value) && Boolean.FALSE.equals(parameter.defaultValue());
      if (!off && !(value == null && parameter.defaultValue() == null)) {
        texts.put(parameter.key(), parameter.format(value));
      }
    }
    return texts;
  }

  private List<ParameterSpec> recordingOrder() {
    List<ParameterSpec> ordered = new ArrayList<>();
    for (ParameterSpec parameter : parameters) {
      int position = 0;
      while (position < ordered.size() && !ordered.get(position).key().endsWith(parameter.key())) {
        position++;
      }
      ordered.add(position, parameter);
    }
    return ordered;
  }
}
