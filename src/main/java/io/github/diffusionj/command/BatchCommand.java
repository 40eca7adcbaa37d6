package io.github.diffusionj.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.command.run.Failure;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.task.batch.BatchOptions;
import io.github.diffusionj.task.batch.BatchSummary;
import io.github.diffusionj.task.batch.BatchTask;
import io.github.diffusionj.task.batch.FolderInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Runs a command on every image file of a folder. */
@Plugin(type = Command.class)
public final class BatchCommand extends DiffusionCommand {

  private static final String RESULT = "result";

  @Parameter(
      choices = {"noise", "denoise", "inpaint", "restore"},
      description = "The command to run on each file.")
  private String command = "restore";

  @Parameter(
      required = false,
      description =
          "The command's options as in a macro, such as samples=8 uncertainty=deviation; empty for"
              + " its defaults.")
  private String options = "";

  @Parameter(
      style = "directory",
      description = "The folder with the images, or a single image file.")
  private String input;

  @Parameter(
      style = "directory",
      description = "The folder for the results and for manifest.csv; made if it is not there.")
  private String output;

  @Parameter(description = "Which file names count; * stands for any text, ? for a character.")
  private String pattern = "*.{tif,tiff,png,jpg,jpeg,gif,bmp,pgm}";

  @Parameter(description = "Whether folders in the folder count, too.")
  private boolean recursive;

  @Parameter(
      description =
          "The results' names: {name} is the file's without its ending, {file} with it, {command}"
              + " the command.")
  private String naming = "{name}-{command}";

  @Override
  protected List<String> firstKeys() {
    return List.of("command", "options", "input", "output");
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    String title = Diffusion_Command.title(command);
    CommandRun run = new CommandRun(title, Diffusion_Command.type(command));
    String given = options == null ? "" : options.strip();
    Map<String, Object> values = run.spec().read(given);
    BatchOptions batch =
        new BatchOptions(
            command,
            given,
            hash(values),
            new FolderInput(Path.of(input), pattern, recursive),
            Path.of(output),
            naming);
    BatchTask task =
        new BatchTask(
            batch,
            (image, slices, part) -> results(run, values, image, part),
            e -> Failure.sentence(title, e));
    BatchSummary summary = task.run(progress);
    IJ.log(summary.text());
    if (summary.failed() > 0) {
      throw new IOException(summary.text());
    }
  }

  private static String hash(Map<String, Object> values) throws IOException {
    Object model = values.get("model");
    return model == null
        ? ""
        : ModelFolder.open(ModelFolders.catalog().find(model.toString())).hash();
  }

  /** The main result goes without a name. */
  private static Map<String, ImagePlus> results(
      CommandRun run, Map<String, Object> values, ImagePlus image, Progress progress) {
    Map<String, ImagePlus> results = new LinkedHashMap<>();
    run.images(values, image, progress)
        .forEach((name, result) -> results.put(name.equals(RESULT) ? "" : name, result));
    return results;
  }
}
