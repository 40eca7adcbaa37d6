package io.github.diffusionj.task.batch;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to do with which files.
 *
 * @param command the command's name, such as restore
 * @param options its options as in a macro; part of what is recorded, and looked at when a batch
 *     goes on
 * @param modelHash hash of the model's weights, or an empty text for a command without a model
 * @param input a folder, or a single file
 * @param output the folder for the results; made if it is not there
 * @param pattern which file names count, with * and ? and {a,b}
 * @param recursive whether folders in the folder count, too
 * @param naming the results' names without ending: {name} stands for the file's name without its
 *     ending, {file} for all of it, {command} for the command
 */
public record BatchOptions(
    String command,
    String options,
    String modelHash,
    Path input,
    Path output,
    String pattern,
    boolean recursive,
    String naming) {

  /**
   * Checks that there is an input and that names differ from file to file.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public BatchOptions {
    if (!Files.exists(input)) {
      throw new IllegalArgumentException("There is no folder or file '" + input + "'.");
    }
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
  }

  /** The name of a file's result, without ending. */
  String resultName(String file) {
    int dot = file.lastIndexOf('.');
    return naming
        .replace("{name}", dot > 0 ? file.substring(0, dot) : file)
        .replace("{file}", file)
        .replace("{command}", command);
  }
}
