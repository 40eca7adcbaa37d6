package io.github.diffusionj.task.train;

import ij.ImagePlus;
import io.github.diffusionj.engine.training.LossHistory;

/** Shows a training while it runs. */
public interface TrainingView {

  /** Shows nothing. */
  TrainingView NONE =
      new TrainingView() {
        @Override
        public void starts(String estimate) {}

        @Override
        public void losses(LossHistory history) {}

        @Override
        public boolean wantsSamples() {
          return false;
        }

        @Override
        public void samples(ImagePlus montage) {}
      };

  /** Told once, before the first step, how long it will take and in how much memory. */
  void starts(String estimate);

  /** Told every few seconds. */
  void losses(LossHistory history);

  /** Whether it shows samples, which take time to make. */
  boolean wantsSamples();

  /**
   * Told when a checkpoint was kept, unless samples would take much of the time: images by the
   * model so far, side by side.
   */
  void samples(ImagePlus montage);
}
