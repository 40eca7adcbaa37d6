package io.github.diffusionj.command.figure;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.diffusionj.task.bound.Bound;
import io.github.diffusionj.task.bound.BoundResult;
import io.github.diffusionj.task.bound.BoundTerm;
import io.github.diffusionj.task.bound.Measured;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The variational bound as a plot of its terms over t, and as tables. */
public final class BoundFigure {

  /** Significant ones. */
  private static final int DIGITS = -6;

  private final BoundResult result;

  /** Of a bound. */
  public BoundFigure(BoundResult result) {
    this.result = result;
  }

  /** The terms from L_0 at t = 1 to T over t, each term by itself, with their standard errors. */
  public Plot plot() {
    Bound bound = result.mean();
    Measured total = bound.total();
    String title =
        String.format(
            Locale.ROOT,
            "Bound of %s: %.3f ± %.3f bits per dimension",
            bound.label(),
            total.value(),
            total.error());
    List<BoundTerm> rising = bound.terms().subList(1, bound.terms().size());
    return new LinePlot(title, "t", "L, bits per dimension")
        .logarithmicX()
        .logarithmic(true)
        .measured(
            "total %.3f, %s".formatted(total.value(), result.variance().label()),
            column(rising, BoundTerm::middle),
            column(rising, term -> term.each().value()),
            column(rising, term -> term.each().error()))
        .finish();
  }

  private static double[] column(List<BoundTerm> terms, ToDoubleFunction<BoundTerm> of) {
    return terms.stream().mapToDouble(of).toArray();
  }

  /** A row for each term, from L_T to L_0, and one for the total; of a stack, their means. */
  ResultsTable terms() {
    ResultsTable table = Tables.empty(DIGITS);
    for (BoundTerm term : result.mean().terms()) {
      table.addRow();
      table.addValue("Term", term.name());
      table.addValue("First_t", term.first());
      table.addValue("Last_t", term.last());
      add(table, "Each", term.each());
      add(table, "Sum", term.sum());
    }
    table.addRow();
    table.addValue("Term", "Total");
    add(table, "Sum", result.mean().total());
    Tables.showWhole(table, "First_t", "Last_t");
    return table;
  }

  /** A row for each image: the three kinds of terms and the total. */
  ResultsTable images() {
    ResultsTable table = Tables.empty(DIGITS);
    for (Bound bound : result.images()) {
      table.addRow();
      table.addValue("Image", bound.label());
      table.addValue("L_T", bound.prior().sum().value());
      add(
          table,
          "L_t-1",
          bound.divergences().stream().map(BoundTerm::sum).reduce(Measured.ZERO, Measured::plus));
      add(table, "L_0", bound.decoder().sum());
      add(table, "Total", bound.total());
    }
    return table;
  }

  private static void add(ResultsTable table, String name, Measured measured) {
    table.addValue(name, measured.value());
    table.addValue(name + "_error", measured.error());
  }
}
