package io.github.diffusionj.task.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What to do with what.
 *
 * @param command the command's name, such as restore
 * @param options its options as in a macro; part of what is recorded, and looked at when a batch
 *     goes on
 * @param modelHash hash of the model's weights, or an empty text for a command without a model
 * @param input what it is done with
 * @param output the folder for the results; made if it is not there
 * @param naming the results' names without ending: {name} stands for the file's name without its
 *     ending, {file} for all of it, {command} for the command
 * @param beside the names of all that the command makes beside its main result, without spaces;
 *     those of tables end in .csv
 * @param skips whether what is done already is left alone; not where a result depends on more than
 *     the input, the options and the weights
 */
public record BatchOptions(
    String command,
    String options,
    String modelHash,
    BatchInput input,
    Path output,
    String naming,
    List<String> beside,
    boolean skips) {

  /**
   * Checks that names differ from file to file.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public BatchOptions {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new IllegalArgumentException(
          "output must be a folder, but '" + output + "' is a file.");
    }
    if (!naming.contains("{name}") && !naming.contains("{file}")) {
      throw new IllegalArgumentException(
          "naming must have {name} or {file} in it, but is '" + naming + "'.");
    }
    if (naming.matches(".*[/\\\\:*?\"<>|].*")) {
      throw new IllegalArgumentException(
          "naming must have no / \\ : * ? \" < > | in it, but is '" + naming + "'.");
    }
    beside = List.copyOf(beside);
  }

  /** As the other, for a command that makes one result. */
  public BatchOptions(
      String command,
      String options,
      String modelHash,
      BatchInput input,
      Path output,
      String naming) {
    this(command, options, modelHash, input, output, naming, List.of(), true);
  }

  /** The name of a file's result. */
  String resultName(String file) {
    int dot = file.lastIndexOf('.');
    String name =
        naming
            .replace("{name}", dot > 0 ? file.substring(0, dot) : file)
            .replace("{file}", file)
            .replace("{command}", command);
    return name + ".tif";
  }
}
