package io.github.diffusionj.command.manage;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import ij.macro.Interpreter;
import io.github.diffusionj.engine.training.plan.LossHistory;
import io.github.diffusionj.task.train.TrainingView;
import io.github.diffusionj.task.train.card.LossFigure;
import java.awt.GraphicsEnvironment;

/** One window with the losses and one with samples while a training runs, if there are windows. */
final class TrainingWindows implements TrainingView {

  private final boolean possible =
      !GraphicsEnvironment.isHeadless() && !Interpreter.isBatchMode() && IJ.getInstance() != null;

  private PlotWindow losses;
  private ImagePlus samples;

  @Override
  public void says(String line) {
    IJ.log(line);
  }

  @Override
  public void losses(LossHistory history) {
    if (!possible || history.steps() < 2) {
      return;
    }
    Plot plot = new LossFigure(history).plot();
    if (losses == null) {
      losses = plot.show();
    } else if (losses.isVisible()) {
      losses.drawPlot(plot);
    }
  }

  @Override
  public boolean wantsSamples() {
    return possible;
  }

  @Override
  public void samples(ImagePlus montage) {
    if (samples == null) {
      samples = montage;
      samples.show();
      samples.getCanvas().zoomIn(0, 0);
      if (losses != null) {
        samples.getWindow().setLocation(losses.getX(), losses.getY() + losses.getHeight());
      }
    } else if (samples.getWindow() != null) {
      samples.setProcessor(montage.getProcessor());
      samples.updateAndDraw();
    }
  }

  /** Whether the losses have a window. */
  boolean shown() {
    return losses != null;
  }
}
