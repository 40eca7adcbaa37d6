package io.github.diffusionj.task.train.card;

import ij.gui.Plot;
import io.github.diffusionj.engine.training.plan.LossHistory;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The losses of a training over its steps: of all images, and of each quarter of 1…T. */
public final class LossFigure {

  private static final int WIDTH = 600;
  private static final int HEIGHT = 360;

  /** Points of a curve; more steps than that are averaged. */
  private static final int POINTS = 60;

  /** Okabe and Ito's colours, from the least noisy quarter. */
  private static final List<Color> COLOURS =
      List.of(new Color(0x56B4E9), new Color(0x009E73), new Color(0xE69F00), new Color(0xD55E00));

  private final LossHistory history;

  /** Of the steps so far. */
  public LossFigure(LossHistory history) {
    this.history = history;
  }

  /** The plot, with a logarithmic axis for the loss. */
  public Plot plot() {
    Plot plot = new Plot("Training loss", "step", "loss");
    plot.setFrameSize(WIDTH, HEIGHT);
    plot.setAxisYLog(true);
    StringBuilder legend = new StringBuilder();
    for (int quarter = 0; quarter < LossHistory.QUARTERS; quarter++) {
      int q = quarter;
      plot.setColor(COLOURS.get(quarter));
      add(plot, step -> history.loss(step, q));
      legend.append("t in quarter ").append(quarter + 1).append(" of T\n");
    }
    plot.setColor(Color.BLACK);
    plot.setLineWidth(2);
    add(plot, history::loss);
    plot.setLineWidth(1);
    plot.setLegend(legend + "all t", Plot.AUTO_POSITION);
    plot.setLimitsToFit(true);
    return plot;
  }

  private void add(Plot plot, IntToDoubleFunction loss) {
    int steps = history.steps();
    int width = (steps + POINTS - 1) / POINTS;
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int first = 0; first < steps; first += width) {
      int end = Math.min(steps, first + width);
      double sum = 0;
      int count = 0;
      for (int step = first; step < end; step++) {
        double value = loss.applyAsDouble(step);
        if (!Double.isNaN(value)) {
          sum += value;
          count++;
        }
      }
      if (count > 0) {
        x.add((first + end + 1) / 2.0);
        y.add(sum / count);
      }
    }
    plot.add("line", array(x), array(y));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
