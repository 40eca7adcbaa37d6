package io.github.diffusionj.command.figure;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.task.schedule.ScheduleSeries;
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
    for (ScheduleSeries one : series) {
      plot.line(one.name(), one.t(), one.values());
      if (!one.visited().isEmpty()) {
        plot.marks(one.visitedT(), one.visitedValues());
      }
    }
    return plot.finish();
  }

  /** Several figures as a stack of plots, each labelled with its curve. */
  public static ImagePlus stack(List<ScheduleFigure> figures) {
    ImageStack stack = null;
    for (ScheduleFigure figure : figures) {
      ImageProcessor picture = figure.plot().getProcessor();
      stack = stack == null ? new ImageStack(picture.getWidth(), picture.getHeight()) : stack;
      stack.addSlice(figure.curve.label(), picture);
    }
    return new ImagePlus("Schedules", stack);
  }

  /**
   * A row for each t and a column for each series of each figure, empty where a series has no
   * value.
   */
  public static ResultsTable table(List<ScheduleFigure> figures) {
    ResultsTable table = Tables.empty(-9);
    int first = figures.stream().mapToInt(figure -> figure.curve.firstT()).min().orElseThrow();
    int last = figures.stream().mapToInt(ScheduleFigure::last).max().orElseThrow();
    for (int t = first; t <= last; t++) {
      table.addRow();
      table.addValue("t", t);
      for (ScheduleFigure figure : figures) {
        figure.addTo(table, t, figures.size() > 1);
      }
    }
    Tables.showWhole(table, "t");
    return table;
  }

  private int last() {
    return series.stream().mapToInt(one -> one.schedule().steps()).max().orElseThrow();
  }

  private void addTo(ResultsTable table, int t, boolean named) {
    for (ScheduleSeries one : series) {
      boolean defined = t >= curve.firstT() && t <= one.schedule().steps();
      String column = named ? one.name() + " " + curve.label() : one.name();
      table.addValue(column, defined ? curve.at(one.schedule(), t) : Double.NaN);
    }
  }
}
