package io.github.diffusionj.command.figure;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.task.ScheduleSeries;
import java.util.List;

/** Schedules as ImageJ's plot and table. */
public final class ScheduleFigure {

  private final ScheduleCurve curve;
  private final List<ScheduleSeries> series;

  /** Of some series of one curve. */
  public ScheduleFigure(ScheduleCurve curve, List<ScheduleSeries> series) {
    this.curve = curve;
    this.series = series;
  }

  /** All series in one plot over t with a legend; the SNR on a logarithmic axis. */
  public Plot plot() {
    LinePlot plot =
        new LinePlot("Schedule " + curve.label(), "t", curve.title() + "  (" + curve.label() + ")")
            .logarithmic(curve == ScheduleCurve.SNR);
    series.forEach(one -> plot.line(one.name(), one.t(), one.values()));
    return plot.finish();
  }

  /** A row for each t and a column for each series, empty where a series has no value. */
  public ResultsTable table() {
    ResultsTable table = new ResultsTable();
    table.setNaNEmptyCells(true);
    table.setPrecision(-9);
    int last = series.stream().mapToInt(s -> s.schedule().steps()).max().orElseThrow();
    for (int t = curve.firstT(); t <= last; t++) {
      table.addRow();
      table.addValue("t", t);
      for (ScheduleSeries one : series) {
        boolean defined = t <= one.schedule().steps();
        table.addValue(one.name(), defined ? curve.at(one.schedule(), t) : Double.NaN);
      }
    }
    return table;
  }
}
