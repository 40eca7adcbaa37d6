package io.github.diffusionj.task.train;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.task.train.images.TrainingFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Saves a checkpoint and the model so far from time to time, and shows how training goes. */
final class Saving implements Trainer.LossListener {

  private static final int SAMPLES = 8;

  /** Samples take at most about one part in this many of the time. */
  private static final int RARELY = 20;

  private static final Duration REDRAW = Duration.ofSeconds(2);

  private final Trainer trainer;
  private final TrainingFiles files;
  private final Map<String, String> settings;
  private final TrainOptions options;
  private final TrainingView view;
  private final Progress progress;
  private final int channels;
  private boolean begun;
  private boolean resumable;
  private long saved = System.nanoTime();
  private long drawn = saved;
  private long sampled = saved;
  private long samplingTook;

  Saving(
      Trainer trainer,
      TrainingFiles files,
      Map<String, String> settings,
      TrainOptions options,
      TrainingView view,
      Progress progress,
      int channels) {
    this.trainer = trainer;
    this.files = files;
    this.settings = settings;
    this.options = options;
    this.view = view;
    this.progress = progress;
    this.channels = channels;
    this.resumable = trainer.history().steps() > 0;
    this.begun = resumable;
  }

  @Override
  public void step(int step, double loss) throws IOException {
    if (step == 1) {
      begin();
    }
    if (over(options.run().checkpointEvery(), saved)) {
      save();
      showSamples();
    }
    if (over(REDRAW, drawn)) {
      view.losses(trainer.history());
      drawn = System.nanoTime();
    }
  }

  private static boolean over(Duration time, long since) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private void showSamples() throws IOException {
    long start = System.nanoTime();
    if (!view.wantsSamples() || start - sampled < RARELY * samplingTook) {
      return;
    }
    int size = options.images().patch();
    try {
      trainer
          .samples(SAMPLES, size, progress)
          .ifPresent(images -> view.samples(SampleMontage.of(images, SAMPLES, channels, size)));
      sampled = System.nanoTime();
      samplingTook = sampled - start;
    } catch (CancelledException e) {
      // Esc stops the training itself, which sees it next.
      return;
    }
  }

  private void begin() throws IOException {
    try {
      begun = files.begin(settings);
    } catch (IOException e) {
      throw notSaved(e);
    }
  }

  /** Saves both, and anew what somebody removed. */
  void save() throws IOException {
    try {
      checkpoint();
      trainer.save();
    } catch (IOException e) {
      throw notSaved(e);
    }
    saved = System.nanoTime();
  }

  private void checkpoint() throws IOException {
    if (begun) {
      files.keep(settings);
      trainer.checkpoint(files.checkpoint());
    } else {
      files.replace(settings, trainer::checkpoint);
      begun = true;
    }
    resumable = true;
  }

  private IOException notSaved(IOException e) {
    return new IOException(
        "Training stopped at step %d, which could not be saved in %s: %s %s"
            .formatted(
                trainer.history().steps(),
                files.folder().toAbsolutePath().getParent(),
                FileTrouble.sentence(e),
                resumable
                    ? "What was saved before is good, and resume goes on from it."
                    : "Nothing was saved before."),
        e);
  }
}
