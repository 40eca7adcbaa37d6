package io.github.diffusionj.command.manage;

import ij.IJ;
import ij.measure.ResultsTable;
import ij.text.TextWindow;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.ModelCommand;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.task.models.ModelSummary;
import io.github.diffusionj.task.models.ModelsTask;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/**
 * Lists the installed models, describes or checks one, installs or removes one, or says where else
 * to look for models.
 */
@Plugin(type = Command.class)
public final class ModelsCommand extends ModelCommand {

  private static final int WINDOW_WIDTH = 700;
  private static final int WINDOW_HEIGHT = 500;

  @Parameter(
      description =
          "list all models, say all that is known of one (info), check one (every tensor, and a"
              + " call of the network), install one, remove one, or look for models in one more"
              + " folder, or no longer.")
  private String action = ModelsAction.LIST.label();

  @Parameter(
      description = "The model to describe, check or remove: its name, or the path of its folder.")
  private String model = DEFAULT_MODEL;

  @Parameter(
      label = "Install from (folder or zip)",
      required = false,
      persist = false,
      style = FileWidget.OPEN_STYLE,
      description =
          "The model to install: a folder, or a zip with one. It is copied into the models folder"
              + " after its network was called once.")
  private String from;

  @Parameter(
      label = "Install as (empty: its own name)",
      required = false,
      persist = false,
      description = "The name that the installed model gets; empty for that of its folder or zip.")
  private String name;

  @Parameter(
      label = "Replace an installed model",
      persist = false,
      description = "Whether install may replace a model that has the name already.")
  private boolean replace;

  @Parameter(
      label = "To remove: the model's name again",
      required = false,
      persist = false,
      description =
          "What remove deletes is gone for good, so the model's name has to be given here, too.")
  private String confirm;

  @Parameter(
      label = "Folder to add or remove",
      required = false,
      style = FileWidget.DIRECTORY_STYLE,
      description = "The folder to add or remove; models are folders in it.")
  private String folder;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable models;

  @Parameter(type = ItemIO.OUTPUT)
  private String info;

  @Override
  protected List<String> choices(String key) {
    return key.equals("action") ? Labelled.labels(ModelsAction.values()) : super.choices(key);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    ModelsTask task = new ModelsTask(ModelFolders.catalog(), models());
    task.recover();
    switch (ModelsAction.of(action)) {
      case LIST -> models = table(task);
      case INFO -> show(task.info(model));
      case CHECK -> task.check(model, progress, IJ::log);
      case INSTALL -> install(task, progress);
      case REMOVE -> {
        Path removed = task.remove(model, confirm, ModelFolders.home(), progress);
        IJ.log("Model " + model + " was removed: the folder " + removed + " is gone.");
      }
      case ADD_FOLDER -> {
        ModelFolders.add(folder);
        IJ.log("DiffusionJ now looks for models in " + folder + ", too.");
      }
      case REMOVE_FOLDER -> {
        ModelFolders.remove(folder);
        IJ.log("DiffusionJ no longer looks for models in " + folder + ".");
      }
    }
  }

  private void install(ModelsTask task, Progress progress) throws IOException {
    if (from == null) {
      throw new IllegalArgumentException(
          "from is empty, but must be the folder or the zip of the model to install.");
    }
    Path installed =
        task.install(path(from), name == null ? "" : name, replace, ModelFolders.home(), progress);
    IJ.log("Model " + installed.getFileName() + " is installed in " + installed + ".");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("from can't be a path: " + e.getMessage() + ".", e);
    }
  }

  /** In a window, or where there is none as a macro prints it. */
  private void show(String text) {
    info = text;
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(text);
    } else {
      new TextWindow("Model " + model, text, WINDOW_WIDTH, WINDOW_HEIGHT);
    }
  }

  private static ResultsTable table(ModelsTask task) {
    ResultsTable table = new ResultsTable();
    table.showRowNumbers(false);
    for (ModelSummary model : task.list()) {
      table.addRow();
      table.addValue("Model", model.name());
      table.addValue("Network", model.network());
      table.addValue("Channels", model.channels());
      table.addValue("Size", model.sampleSize());
      table.addValue("Schedule", model.schedule());
      table.addValue("Prediction", model.prediction());
      table.addValue("Range", model.range());
      table.addValue("Description", model.description());
      table.addValue("Folder", model.path().toString());
    }
    return table;
  }
}
