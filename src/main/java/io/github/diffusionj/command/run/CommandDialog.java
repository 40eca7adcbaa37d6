package io.github.diffusionj.command.run;

import ij.ImagePlus;
import ij.Prefs;
import ij.gui.DialogListener;
import ij.gui.GenericDialog;
import ij.gui.MultiLineLabel;
import io.github.diffusionj.command.parameter.ParameterSpec;
import java.awt.AWTEvent;
import java.awt.Checkbox;
import java.awt.Color;
import java.awt.Font;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The dialog of a command, built from its parameters. It starts with the values of the last time,
 * says what is wrong with a value as it is typed, and shows the preview of a command that has one.
 */
final class CommandDialog implements DialogListener {

  private static final String BLANK = " ".repeat(90);
  private static final int MESSAGE_WIDTH = 60;
  private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 13);

  private final CommandRun run;
  private final Optional<ImagePlus> image;
  private final GenericDialog dialog;
  private final List<DialogField> fields = new ArrayList<>();
  private final MultiLineLabel message;
  private Checkbox previewBox;
  private PreviewThread previews;
  private boolean refused;

  CommandDialog(CommandRun run, DiffusionCommand prototype, Optional<ImagePlus> image) {
    this.run = run;
    this.image = image;
    dialog = new GenericDialog(run.spec().title());
    addFields(prototype);
    addPreview();
    dialog.addMessage(BLANK + "\n" + BLANK, null, Color.RED);
    message = (MultiLineLabel) dialog.getMessage();
    fields.forEach(field -> field.component().addFocusListener(new Explanation(field)));
    dialog.addHelp(HelpText.of(run.spec()));
    dialog.addDialogListener(this);
  }

  /**
   * Shows the dialog until it is closed.
   *
   * @return the values by field name; none if the dialog was cancelled
   */
  Optional<Map<String, Object>> ask() {
    try {
      dialog.showDialog();
    } finally {
      if (previews != null) {
        previews.close();
      }
    }
    if (dialog.wasCanceled()) {
      return Optional.empty();
    }
    Map<String, Object> values = values();
    remember();
    return Optional.of(values);
  }

  private void addFields(DiffusionCommand prototype) {
    Map<String, String> headings = prototype.headings();
    boolean room = false;
    for (ParameterSpec parameter : run.spec().parameters()) {
      String heading = headings.get(parameter.key());
      if (heading != null) {
        dialog.addMessage(heading, HEADING);
        room = false;
      }
      boolean narrow = !headings.isEmpty() && DialogField.isNarrow(parameter);
      if (narrow && room) {
        dialog.addToSameRow();
      }
      room = narrow && !room;
      List<String> suggested = prototype.suggestions(parameter.key());
      fields.add(DialogField.add(dialog, parameter, suggested, initial(parameter, suggested)));
    }
  }

  /** Says what a field means while the cursor is in it, unless something is wrong. */
  private final class Explanation extends FocusAdapter {

    private final DialogField field;

    Explanation(DialogField field) {
      this.field = field;
    }

    @Override
    public void focusGained(FocusEvent event) {
      if (!refused) {
        say(field.parameter().description(), Color.DARK_GRAY);
      }
    }
  }

  private void say(String sentence, Color colour) {
    message.setForeground(colour);
    message.setText(wrapped(sentence));
  }

  private void addPreview() {
    boolean possible = run.command(Map.of(), image) instanceof Previewable;
    if (possible && image.isPresent() && image.get().getWindow() != null) {
      dialog.addCheckbox("Preview", false);
      previewBox = (Checkbox) dialog.getCheckboxes().lastElement();
      previews = new PreviewThread(new SlicePreview(image.get()));
    }
  }

  @Override
  public boolean dialogItemChanged(GenericDialog source, AWTEvent event) {
    try {
      Map<String, Object> values = values();
      if (refused) {
        say(BLANK, Color.DARK_GRAY);
      }
      refused = false;
      preview(values);
      return true;
    } catch (IllegalArgumentException e) {
      refused = true;
      say(e.getMessage(), Color.RED);
      return false;
    }
  }

  private void preview(Map<String, Object> values) {
    if (previews == null) {
      return;
    }
    if (previewBox.getState()) {
      previews.request(((Previewable) run.command(values, image))::preview);
    } else {
      previews.hide();
    }
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    fields.forEach(field -> values.put(field.parameter().name(), field.value()));
    return values;
  }

  private String initial(ParameterSpec parameter, List<String> suggestions) {
    String remembered = parameter.persisted() ? Prefs.get(preference(parameter), null) : null;
    if (remembered != null) {
      try {
        return parameter.format(parameter.parse(remembered));
      } catch (IllegalArgumentException e) {
        return parameter.format(parameter.defaultValue()); // it was valid in another version
      }
    }
    boolean choose = parameter.defaultValue() == null && !suggestions.isEmpty();
    return choose && parameter.required()
        ? suggestions.get(0)
        : parameter.format(parameter.defaultValue());
  }

  private void remember() {
    for (DialogField field : fields) {
      if (field.parameter().persisted()) {
        Prefs.set(preference(field.parameter()), field.text().get());
      }
    }
  }

  private String preference(ParameterSpec parameter) {
    String command = run.spec().title().toLowerCase(Locale.ROOT).replace(' ', '.');
    return command + "." + parameter.key();
  }

  private static String wrapped(String sentence) {
    int space = sentence.lastIndexOf(' ', MESSAGE_WIDTH);
    return sentence.length() <= MESSAGE_WIDTH || space < 0
        ? sentence
        : sentence.substring(0, space) + "\n" + sentence.substring(space + 1);
  }
}
