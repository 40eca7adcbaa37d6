package io.github.diffusionj.task.batch;

import java.nio.file.Path;

/** The files of one result: the main one, and those that lie beside it. */
final class ResultFile {

  /** What the main one is called; the others have a name in their file's name. */
  static final String MAIN = "result";

  private ResultFile() {}

  /**
   * Where a file of a result lies.
   *
   * @param main the main file
   * @param name {@value #MAIN}, or the name of one beside it; it is a TIFF unless the name has an
   *     ending
   */
  static Path of(Path main, String name) {
    if (name.equals(MAIN)) {
      return main;
    }
    String file = main.getFileName().toString();
    String ending = name.indexOf('.') < 0 ? ".tif" : "";
    return main.resolveSibling(file.replaceFirst("\\.tif$", "") + "-" + name + ending);
  }
}
