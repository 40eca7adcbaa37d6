package io.github.diffusionj.command.figure;

import ij.measure.ResultsTable;
import io.github.diffusionj.base.Labelled;
import java.util.function.Function;

/** What the rows of a table of the variational bound are. */
public enum BoundTable implements Labelled {
  /** Terms, of a stack their means. */
  TERMS("terms", BoundFigure::terms),
  /** Images. */
  IMAGES("images", BoundFigure::images);

  private final String label;
  private final Function<BoundFigure, ResultsTable> of;

  BoundTable(String label, Function<BoundFigure, ResultsTable> of) {
    this.label = label;
    this.of = of;
  }

  @Override
  public String label() {
    return label;
  }

  /** The table of a bound. */
  public ResultsTable of(BoundFigure figure) {
    return of.apply(figure);
  }

  /**
   * The table of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static BoundTable of(String label) {
    return Labelled.of(BoundTable.class, "table", label);
  }
}
