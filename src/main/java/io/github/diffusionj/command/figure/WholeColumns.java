package io.github.diffusionj.command.figure;

import ij.measure.ResultsTable;

/** Columns of a table that hold whole numbers and are shown without a decimal point. */
public final class WholeColumns {

  private WholeColumns() {}

  /** Has some columns of a filled table shown so. */
  public static void show(ResultsTable table, String... columns) {
    for (String column : columns) {
      table.setDecimalPlaces(table.getColumnIndex(column), 0);
    }
  }
}
