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

  private final Plot plot;
  private final List<String> legend = new ArrayList<>();
  private int lines;

  LinePlot(String title, String x, String y) {
    plot = new Plot(title, x, y);
    plot.setFrameSize(WIDTH, HEIGHT);
  }

  /** A logarithmic y axis. */
  LinePlot logarithmic(boolean yes) {
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
    return this;
  }

  /** Circles upon the line that was added last. */
  LinePlot marks(String name, double[] x, double[] y) {
    style(lines - 1, 1);
    plot.add("circle", x, y);
    legend.add(name);
    return this;
  }

  private void style(int line, int width) {
    plot.setColor(COLOURS.get(line % COLOURS.size()));
    plot.setLineWidth(width);
  }

  /** The plot with its legend, its axes fitted to the data. */
  Plot finish() {
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.setLegend(String.join("\n", legend), Plot.AUTO_POSITION);
    plot.setLimitsToFit(true);
    return plot;
  }
}
