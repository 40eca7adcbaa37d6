package io.github.diffusionj.command.figure;

import ij.measure.ResultsTable;

/** How all our results tables of numbers look. */
public final class Tables {

  private Tables() {}

  /**
   * A table without rows, whose cells are empty until they are filled and which shows no row
   * numbers.
   *
   * @param digits after the decimal point; below 0, as many significant ones
   */
  public static ResultsTable empty(int digits) {
    ResultsTable table = new ResultsTable();
    table.setNaNEmptyCells(true);
    table.setPrecision(digits);
    table.showRowNumbers(false);
    return table;
  }

  /** Has some columns of a filled table shown as whole numbers. */
  public static void showWhole(ResultsTable table, String... columns) {
    for (String column : columns) {
      table.setDecimalPlaces(table.getColumnIndex(column), 0);
    }
  }
}
