package io.github.diffusionj.command.run;

import ij.gui.GenericDialog;
import io.github.diffusionj.command.parameter.ParameterSpec;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.TextField;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Vector;
import java.util.function.Supplier;
import org.scijava.widget.FileWidget;
import org.scijava.widget.NumberWidget;

/**
 * One parameter in a dialog.
 *
 * <p>The text is read from the component itself: GenericDialog's own getters would record the value
 * under a key made from the label, and know no empty numbers and no whole numbers beyond 2^53.
 *
 * @param parameter the parameter
 * @param text what the component holds
 * @param component where it is typed or chosen
 */
record DialogField(ParameterSpec parameter, Supplier<String> text, Component component) {

  /** GenericDialog puts nothing beside a text field of more columns. */
  private static final int NUMBER_COLUMNS = 8;

  private static final int TEXT_COLUMNS = 24;
  private static final int MOST_COLUMNS = 40;

  /** Adds the component that suits the parameter, holding a text. */
  static DialogField add(
      GenericDialog dialog, ParameterSpec parameter, List<String> suggestions, String text) {
    if (parameter.isSwitch() && !parameter.mayBeEmpty()) {
      dialog.addCheckbox(parameter.label(), Boolean.parseBoolean(text));
      Checkbox box = last(dialog.getCheckboxes(), Checkbox.class);
      return new DialogField(parameter, () -> Boolean.toString(box.getState()), box);
    }
    List<String> items = items(parameter, suggestions, text);
    if (!items.isEmpty()) {
      dialog.addChoice(parameter.label(), items.toArray(String[]::new), text);
      Choice choice = last(dialog.getChoices(), Choice.class);
      return new DialogField(parameter, choice::getSelectedItem, choice);
    }
    if (isSlider(parameter) && !text.isEmpty()) {
      dialog.addSlider(
          parameter.label(),
          parameter.minimum().doubleValue(),
          parameter.maximum().doubleValue(),
          Double.parseDouble(text));
      return of(parameter, last(dialog.getNumericFields(), TextField.class));
    }
    if (FileWidget.DIRECTORY_STYLE.equals(parameter.style())) {
      dialog.addDirectoryField(parameter.label(), text, TEXT_COLUMNS);
    } else if (FileWidget.OPEN_STYLE.equals(parameter.style())) {
      dialog.addFileField(parameter.label(), text, TEXT_COLUMNS);
    } else {
      dialog.addStringField(parameter.label(), text, columns(parameter, text));
    }
    return of(parameter, last(dialog.getStringFields(), TextField.class));
  }

  private static DialogField of(ParameterSpec parameter, TextField field) {
    return new DialogField(parameter, field::getText, field);
  }

  /** Whether half a row is enough. */
  static boolean isNarrow(ParameterSpec parameter) {
    return parameter.type() != String.class || !parameter.choices().isEmpty();
  }

  /** The parameter's value. */
  Object value() {
    return parameter.parse(text.get());
  }

  /** As many as the text that is there needs, within reason. */
  private static int columns(ParameterSpec parameter, String text) {
    return parameter.type() == String.class
        ? Math.max(TEXT_COLUMNS, Math.min(MOST_COLUMNS, text.length()))
        : NUMBER_COLUMNS;
  }

  private static boolean isSlider(ParameterSpec parameter) {
    return NumberWidget.SLIDER_STYLE.equals(parameter.style())
        && parameter.minimum() != null
        && parameter.maximum() != null;
  }

  /** What a drop-down offers; suggestions together with what is set, and nothing if it may be. */
  private static List<String> items(
      ParameterSpec parameter, List<String> suggestions, String text) {
    if (parameter.isSwitch()) {
      return List.of("", "true", "false");
    }
    if (!parameter.choices().isEmpty() || suggestions.stream().allMatch(String::isEmpty)) {
      return parameter.choices();
    }
    Set<String> items = new LinkedHashSet<>();
    if (parameter.mayBeEmpty()) {
      items.add("");
    }
    items.addAll(suggestions);
    items.add(text);
    return List.copyOf(items);
  }

  private static <T> T last(Vector<?> components, Class<T> type) {
    return type.cast(components.lastElement());
  }
}
