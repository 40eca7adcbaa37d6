package io.github.diffusionj.command.figure;

import ij.gui.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** One of ImageJ's plots in the style of all of ours: several coloured lines and a legend. */
final class LinePlot {

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
  private static final int MARK_WIDTH = 4;

  /** Room around dots and bars, as a part of the axis. */
  private static final double MARGIN = 0.04;

  private final Plot plot;
  private final List<String> legend = new ArrayList<>();
  private final double[] limits = {
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private boolean logarithmicX;
  private boolean logarithmic;
  private int lines;

  LinePlot(String title, String x, String y) {
    plot = new Plot(title, x, y);
    plot.setFrameSize(WIDTH, HEIGHT);
  }

  /** A logarithmic x axis. */
  LinePlot logarithmicX() {
    logarithmicX = true;
    plot.setAxisXLog(true);
    return this;
  }

  /** A logarithmic y axis. */
  LinePlot logarithmic(boolean yes) {
    logarithmic = yes;
    plot.setAxisYLog(yes);
    return this;
  }

  /** One more line, in the next colour. */
  LinePlot line(String name, double[] x, double[] y) {
    style(lines++, LINE_WIDTH);
    plot.add("line", x, y);
    legend.add(name);
    return this;
  }

  /** One more line with dots, and bars of ± an error where that is not 0. */
  LinePlot measured(String name, double[] x, double[] y, double[] error) {
    style(lines++, LINE_WIDTH);
    plot.add("connected circle", x, y);
    legend.add(name);
    plot.setLineWidth(1);
    plot.addErrorBars(error);
    for (int i = 0; i < x.length; i++) {
      cover(x[i], y[i] - error[i]);
      cover(x[i], y[i] + error[i]);
    }
    return this;
  }

  /** Circles upon the line that was added last, with no entry of their own in the legend. */
  LinePlot marks(double[] x, double[] y) {
    style(lines - 1, MARK_WIDTH);
    plot.add("circle", x, y);
    legend.add("");
    return this;
  }

  private void cover(double x, double y) {
    if (Double.isFinite(y) && !(logarithmic && y <= 0)) {
      double shown = logarithmic ? Math.log10(y) : y;
      double along = logarithmicX ? Math.log10(x) : x;
      limits[0] = Math.min(limits[0], along);
      limits[1] = Math.max(limits[1], along);
      limits[2] = Math.min(limits[2], shown);
      limits[3] = Math.max(limits[3], shown);
    }
  }

  private void style(int line, int width) {
    Color colour = COLOURS.get(line % COLOURS.size());
    plot.setColor(colour, colour);
    plot.setLineWidth(width);
  }

  /** The plot with its legend, its axes fitted to the data. */
  Plot finish() {
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.setLegend(String.join("\n", legend), Plot.AUTO_POSITION);
    plot.setLimitsToFit(true);
    if (limits[0] <= limits[1]) {
      double x = MARGIN * (limits[1] - limits[0]);
      double y = MARGIN * (limits[3] - limits[2]);
      plot.setLimits(
          shown(limits[0] - x, logarithmicX),
          shown(limits[1] + x, logarithmicX),
          shown(limits[2] - y, logarithmic),
          shown(limits[3] + y, logarithmic));
    }
    return plot;
  }

  private static double shown(double value, boolean logarithmic) {
    return logarithmic ? Math.pow(10, value) : value;
  }
}
