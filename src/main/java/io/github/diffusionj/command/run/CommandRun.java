package io.github.diffusionj.command.run;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.parameter.CommandSpec;
import io.github.diffusionj.engine.session.ModelSession;
import java.awt.GraphicsEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

/** One run of a command in ImageJ, from its inputs to the images it shows. */
public final class CommandRun {

  /** The input types that ImageJ supplies, so that they are no parameters. */
  private static final List<Class<?>> SUPPLIED = List.of(ImagePlus.class);

  private final CommandInfo info;
  private final CommandSpec spec;
  private final DiffusionCommand prototype;

  /**
   * Reads what parameters the command has.
   *
   * @param title the command's name in messages
   * @param type the command
   */
  public CommandRun(String title, Class<? extends DiffusionCommand> type) {
    info = new CommandInfo(type);
    prototype = command(module());
    spec =
        CommandSpec.of(title, info, SUPPLIED, prototype::choices)
            .ordered(prototype.firstKeys(), prototype.lastKeys())
            .without(prototype.absent());
  }

  /** The command's parameters. */
  public CommandSpec spec() {
    return spec;
  }

  /**
   * Takes the inputs from the macro's options or else from a dialog, runs the command and shows its
   * results.
   *
   * @throws IllegalArgumentException if an input does not fit, with a sentence for the user
   */
  public void run() {
    Optional<ImagePlus> image = image();
    String options = Macro.getOptions();
    if (options == null && !GraphicsEnvironment.isHeadless()) {
      ask(image).ifPresent(values -> run(values, image).afterDialog());
    } else {
      run(spec.read(options == null ? "" : options), image);
    }
  }

  private Optional<Map<String, Object>> ask(Optional<ImagePlus> image) {
    Optional<Map<String, Object>> values = new CommandDialog(this, prototype, image).ask();
    values.map(spec::texts).ifPresent(Recording::record);
    return values;
  }

  private DiffusionCommand run(Map<String, Object> values, Optional<ImagePlus> image) {
    Module module = module(values, image);
    if (image.isEmpty()) {
      module.run();
    } else {
      runLocked(module, image.get());
    }
    show(module);
    return command(module);
  }

  /**
   * Runs the command on an image as a part of something else, and shows nothing.
   *
   * @param models where the command gets its model from
   * @param progress of the whole
   * @return the images and tables that it put out, by the name of the output
   */
  public Map<String, Object> outputs(
      Map<String, Object> values, ImagePlus image, ModelSession models, Progress progress) {
    Module module = module(values, Optional.of(image));
    command(module).run(models, progress);
    Map<String, Object> outputs = new LinkedHashMap<>();
    for (String name : outputs().keySet()) {
      if (module.getOutput(name) != null) {
        outputs.put(name, module.getOutput(name));
      }
    }
    return outputs;
  }

  /** The names and types of what the command can put out. */
  public Map<String, Class<?>> outputs() {
    Map<String, Class<?>> outputs = new LinkedHashMap<>();
    info.outputs().forEach(item -> outputs.put(item.getName(), item.getType()));
    return outputs;
  }

  private static void runLocked(Module module, ImagePlus image) {
    if (!image.lockSilently()) {
      throw new IllegalArgumentException(
          "'" + image.getTitle() + "' is in use by another command.");
    }
    try {
      module.run();
    } finally {
      image.unlock();
    }
  }

  /** A command with its inputs set. */
  DiffusionCommand command(Map<String, Object> values, Optional<ImagePlus> image) {
    return command(module(values, image));
  }

  private Module module(Map<String, Object> values, Optional<ImagePlus> image) {
    Module module = module();
    values.forEach(module::setInput);
    image.ifPresent(
        active -> imageInput().ifPresent(item -> module.setInput(item.getName(), active)));
    return module;
  }

  private Module module() {
    try {
      return info.createModule();
    } catch (ModuleException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DiffusionCommand command(Module module) {
    return (DiffusionCommand) module.getDelegateObject();
  }

  private Optional<ImagePlus> image() {
    Optional<ModuleItem<?>> input = imageInput();
    ImagePlus image = input.isEmpty() ? null : WindowManager.getCurrentImage();
    if (image == null && input.isPresent() && input.get().isRequired()) {
      throw new IllegalArgumentException(
          "There are no images open; " + spec.title() + " needs one.");
    }
    return Optional.ofNullable(image);
  }

  private Optional<ModuleItem<?>> imageInput() {
    for (ModuleItem<?> item : info.inputs()) {
      if (item.getType() == ImagePlus.class && !prototype.absent().contains(item.getName())) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  private void show(Module module) {
    for (ModuleItem<?> item : info.outputs()) {
      Object output = module.getOutput(item.getName());
      if (output instanceof ImagePlus image) {
        image.show();
      } else if (output instanceof ResultsTable table) {
        show(table);
      }
    }
  }

  /** Without a window there are no tables but the one that getResult() and the like work on. */
  private void show(ResultsTable table) {
    if (GraphicsEnvironment.isHeadless()) {
      Analyzer.setResultsTable(table);
    } else {
      table.show(spec.title());
    }
  }
}
