package io.github.diffusionj.image.file;

import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Path;

/** Writes tables. */
public final class TableFiles {

  private TableFiles() {}

  /**
   * Writes a table as ImageJ does, with commas. The file is there when it is whole.
   *
   * @param file its name ends in .csv
   * @throws IOException with a sentence and the system's reason, if it can't be written; what was
   *     there before stays
   */
  public static void writeCsv(ResultsTable table, Path file) throws IOException {
    AtomicFile.writeOrSay(file, part -> table.saveAs(part.toString()));
  }
}
