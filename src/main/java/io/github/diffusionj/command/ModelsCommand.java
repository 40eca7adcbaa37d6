package io.github.diffusionj.command;

import ij.IJ;
import ij.measure.ResultsTable;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelCatalog;
import io.github.diffusionj.task.ModelSummary;
import io.github.diffusionj.task.ModelsTask;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Lists the installed models, checks one, or says where else to look for models. */
@Plugin(type = Command.class)
public final class ModelsCommand extends DiffusionCommand {

  @Parameter(
      choices = {"list", "check", "add_folder", "remove_folder"},
      description =
          "list all models, check one (every tensor, and a call of the network), or look for models"
              + " in one more folder, or no longer.")
  private String action = "list";

  @Parameter(description = "The model to check: its name, or the path of its folder.")
  private String model = SamplingCommand.DEFAULT_MODEL;

  @Parameter(
      required = false,
      style = FileWidget.DIRECTORY_STYLE,
      description = "The folder to add or remove; models are folders in it.")
  private String folder;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable models;

  @Override
  protected List<String> suggestions(String key) {
    return key.equals("model") ? ModelFolders.catalog().names() : List.of();
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    switch (action) {
      case "check" -> IJ.log(new ModelsTask(ModelFolders.catalog()).check(model, progress));
      case "add_folder" -> {
        ModelFolders.add(folder);
        IJ.log("DiffusionJ now looks for models in " + folder + ", too.");
      }
      case "remove_folder" -> {
        ModelFolders.remove(folder);
        IJ.log("DiffusionJ no longer looks for models in " + folder + ".");
      }
      default -> models = table(ModelFolders.catalog());
    }
  }

  private static ResultsTable table(ModelCatalog catalog) {
    ResultsTable table = new ResultsTable();
    table.showRowNumbers(false);
    for (ModelSummary model : new ModelsTask(catalog).list()) {
      table.addRow();
      table.addValue("Model", model.name());
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
