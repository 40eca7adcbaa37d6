package io.github.diffusionj.command;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.task.ScheduleSeries;
import java.awt.Color;
import java.util.List;
import java.util.stream.Collectors;

/** Schedules as ImageJ's plot and table. */
final class ScheduleFigure {

  /** Okabe and Ito's colours, which people with any colour vision can tell apart. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          Color.BLACK);

  private static final int WIDTH = 600;
  private static final int HEIGHT = 360;
  private static final int LINE_WIDTH = 2;

  private final ScheduleCurve curve;
  private final List<ScheduleSeries> series;

  ScheduleFigure(ScheduleCurve curve, List<ScheduleSeries> series) {
    this.curve = curve;
    this.series = series;
  }

  /** All series in one plot over t with a legend; the SNR on a logarithmic axis. */
  Plot plot() {
    Plot plot =
        new Plot("Schedule " + curve.label(), "t", curve.title() + "  (" + curve.label() + ")");
    plot.setFrameSize(WIDTH, HEIGHT);
    plot.setAxisYLog(curve == ScheduleCurve.SNR);
    plot.setLineWidth(LINE_WIDTH);
    for (int i = 0; i < series.size(); i++) {
      plot.setColor(COLOURS.get(i % COLOURS.size()));
      plot.add("line", series.get(i).t(), series.get(i).values());
    }
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.setLegend(
        series.stream().map(ScheduleSeries::name).collect(Collectors.joining("\n")),
        Plot.AUTO_POSITION);
    plot.setLimitsToFit(true);
    return plot;
  }

  /** A row for each t and a column for each series, empty where a series has no value. */
  ResultsTable table() {
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
