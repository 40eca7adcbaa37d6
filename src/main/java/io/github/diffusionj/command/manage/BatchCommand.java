package io.github.diffusionj.command.manage;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.Diffusion_Command;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.base.RegionKey;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.command.run.Failure;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.batch.BatchInput;
import io.github.diffusionj.task.batch.BatchOptions;
import io.github.diffusionj.task.batch.BatchSummary;
import io.github.diffusionj.task.batch.BatchTask;
import io.github.diffusionj.task.batch.FolderInput;
import io.github.diffusionj.task.batch.StackInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Runs a command on every image file of a folder, or on every slice of the active image. */
@Plugin(type = Command.class)
public final class BatchCommand extends DiffusionCommand {

  private static final String ALL = "all";

  @Parameter(description = "The command to run on each file.")
  private String command = BatchedCommand.RESTORE.label();

  @Parameter(
      label = "Options (as in a macro)",
      required = false,
      description =
          "The command's options as in a macro, such as samples=8 uncertainty=deviation; empty for"
              + " its defaults.")
  private String options = "";

  @Parameter(
      label = "Input (empty: open stack)",
      required = false,
      style = "directory",
      description =
          "The folder with the images, or a single image file; empty for each slice of the active"
              + " image, with all of its channels.")
  private String input = "";

  @Parameter(
      style = "directory",
      description = "The folder for the results and for manifest.csv; made if it is not there.")
  private String output;

  @Parameter(
      label = "File names",
      description =
          "Which file names of a folder count; * stands for any text, ? for a character. Small and"
              + " capital letters are the same.")
  private String pattern = "*.{tif,tiff,png,jpg,jpeg,gif,bmp,pgm}";

  @Parameter(
      label = "Folders in the folder, too",
      description = "Whether folders in the folder count, too.")
  private boolean recursive;

  @Parameter(
      label = "Names of results",
      description =
          "The results' names: {name} is the file's without its ending, {file} with it, {command}"
              + " the command. A slice counts as a file of the image's name with -z and -t.")
  private String naming = "{name}-{command}";

  @Parameter(
      label = Descriptions.SLICES_LABEL,
      persist = false,
      description = "Of an open stack: " + Descriptions.SLICES)
  private String slices = ALL;

  @Override
  protected List<String> firstKeys() {
    return List.of("command", "options", "input", "output");
  }

  @Override
  protected List<String> choices(String key) {
    return key.equals("command") ? Labelled.labels(BatchedCommand.values()) : super.choices(key);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    String name = BatchedCommand.of(command).argument();
    String title = Diffusion_Command.title(name);
    CommandRun run = new CommandRun(title, Diffusion_Command.type(name));
    String given = options == null ? "" : options.strip();
    Map<String, Object> values = run.spec().read(given);
    boolean files = input != null && !input.isBlank();
    BatchInput source = files ? folder() : stack(values);
    BatchOptions batch =
        new BatchOptions(
            command,
            given,
            hash(values),
            source,
            Path.of(output),
            naming,
            BatchFiles.beside(run.outputs(), values),
            isOfInput(values));
    BatchTask task =
        new BatchTask(
            batch,
            (image, slice, models, part) ->
                BatchFiles.of(
                    run.outputs(), run.outputs(with(slice, values), image, models, part), values),
            e -> Failure.sentence(title, e),
            models());
    BatchSummary summary =
        source instanceof StackInput s ? locked(s, task, progress) : task.run(progress);
    IJ.log(summary.text());
    if (summary.failed() > 0) {
      throw new IOException(summary.text());
    }
  }

  private BatchInput folder() {
    if (!slices.strip().equals(ALL)) {
      throw new IllegalArgumentException(
          "slices is for an open stack; with input put it into the command's options.");
    }
    return new FolderInput(Path.of(input), pattern, recursive);
  }

  private BatchInput stack(Map<String, Object> values) {
    ImagePlus image = WindowManager.getCurrentImage();
    if (image == null) {
      throw new IllegalArgumentException(
          "input must be a folder or a file, or an image must be open for its slices.");
    }
    if (!ALL.equals(values.get("slices"))) {
      throw new IllegalArgumentException(
          "slices must be given to Diffusion Batch itself, not in options, for an open stack.");
    }
    ImagePart part = ItemChoice.of(slices, 0).of(image);
    List<StackInput.Place> places =
        Arrays.stream(part.slices())
            .mapToObj(image::convertIndexToPosition)
            .map(place -> new StackInput.Place(place[1], place[2]))
            .distinct()
            .toList();
    return new StackInput(image, places);
  }

  private static BatchSummary locked(StackInput stack, BatchTask task, Progress progress)
      throws IOException {
    if (!stack.image().lockSilently()) {
      throw new IllegalArgumentException(
          "'" + stack.image().getTitle() + "' is in use by another command.");
    }
    try {
      return task.run(progress);
    } finally {
      stack.image().unlock();
    }
  }

  private static Map<String, Object> with(Optional<String> slice, Map<String, Object> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    slice.ifPresent(text -> all.put("slices", text));
    return all;
  }

  private static String hash(Map<String, Object> values) throws IOException {
    Object model = values.get("model");
    return model == null
        ? ""
        : ModelFolder.open(ModelFolders.catalog().find(model.toString())).hash();
  }

  /** Other regions than the image's own may have changed without a trace in the input. */
  private static boolean isOfInput(Map<String, Object> values) {
    return !(values.get("region") instanceof String region) || RegionKey.isOfImage(region);
  }
}
