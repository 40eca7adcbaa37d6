package io.github.diffusionj.task.train;

import ij.ImagePlus;
import io.github.diffusionj.engine.training.plan.LossHistory;

/** Shows a training while it runs. */
public interface TrainingView {

  /** Shows nothing. */
  TrainingView NONE =
      new TrainingView() {
        @Override
        public void says(String line) {}

        @Override
        public void losses(LossHistory history) {}

        @Override
        public boolean wantsSamples() {
          return false;
        }

        @Override
        public void samples(ImagePlus montage) {}
      };

  /**
   * Told before the first step which images are skipped, each with the reason, and then how long it
   * will take and in how much memory.
   */
  void says(String line);

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
