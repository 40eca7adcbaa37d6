package io.github.diffusionj.command.figure;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.diffusionj.image.quality.Quality;
import io.github.diffusionj.task.roundtrip.RoundTripResult;
import io.github.diffusionj.task.roundtrip.RoundTripRow;
import io.github.diffusionj.task.roundtrip.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What came back from each t, as a plot with error bars and as a table. */
public final class RoundTripFigure {

  private final RoundTripResult result;

  /** Of a result. */
  public RoundTripFigure(RoundTripResult result) {
    this.result = result;
  }

  /** One measure over t, a line for each clipping; bars are standard deviations. */
  public Plot plot(QualityMeasure measure) {
    LinePlot plot =
        new LinePlot("Round trip of " + result.title(), "t", measure.title() + ", mean ± sd");
    result.rows().stream()
        .map(RoundTripRow::mode)
        .distinct()
        .forEach(
            mode -> {
              List<RoundTripRow> rows =
                  result.rows().stream().filter(row -> row.mode() == mode && row.t() > 0).toList();
              plot.measured(
                  mode.label().replace('_', ' '),
                  column(rows, RoundTripRow::t),
                  column(rows, row -> row.of(measure::of).mean()),
                  column(rows, row -> row.of(measure::of).deviation()));
            });
    return plot.finish();
  }

  private static double[] column(List<RoundTripRow> rows, ToDoubleFunction<RoundTripRow> of) {
    return rows.stream().mapToDouble(of).toArray();
  }

  /** A row for each clipping and t. */
  public ResultsTable table() {
    ResultsTable table = Tables.empty(4);
    for (RoundTripRow row : result.rows()) {
      table.addRow();
      table.addValue("t", row.t());
      table.addValue("alpha_bar", row.alphaBar());
      table.addValue("Clipping", row.mode().label());
      table.addValue("n", row.qualities().size());
      add(table, "PSNR", row.of(Quality::psnr));
      add(table, "SSIM", row.of(Quality::ssim));
      add(table, "Correlation", row.of(Quality::correlation));
    }
    Tables.showWhole(table, "t", "n");
    table.setDecimalPlaces(table.getColumnIndex("alpha_bar"), -4);
    return table;
  }

  private static void add(ResultsTable table, String name, Spread spread) {
    table.addValue(name, spread.mean());
    table.addValue(name + "_sd", spread.deviation());
  }
}
