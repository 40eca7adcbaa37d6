package io.github.diffusionj.task.train;

import io.github.diffusionj.engine.training.Trainer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Saves a checkpoint and the model so far from time to time. */
final class Saving implements Trainer.LossListener {

  private final Trainer trainer;
  private final TrainingFiles files;
  private final Map<String, String> settings;
  private final Duration every;
  private long last = System.nanoTime();

  Saving(Trainer trainer, TrainingFiles files, Map<String, String> settings, Duration every) {
    this.trainer = trainer;
    this.files = files;
    this.settings = settings;
    this.every = every;
  }

  @Override
  public void step(int step, double loss) throws IOException {
    if (step == 1) {
      files.begin(settings);
    }
    if (System.nanoTime() - last >= every.toNanos()) {
      save();
    }
  }

  /** Saves both. */
  void save() throws IOException {
    try {
      trainer.checkpoint(files.checkpoint());
      trainer.save();
    } catch (IOException e) {
      throw new IOException(
          "Training stopped at step %d, which could not be saved: %s What was saved before is good."
              .formatted(trainer.history().steps(), e.getMessage()),
          e);
    }
    last = System.nanoTime();
  }
}
