package io.github.diffusionj.task.train;

import ij.ImagePlus;
import io.github.diffusionj.engine.CancelledException;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.training.LossHistory;
import io.github.diffusionj.engine.training.Start;
import io.github.diffusionj.engine.training.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a model on random patches of images and writes it to a folder. A checkpoint is kept beside
 * it, from which the same training can be resumed.
 */
public final class TrainTask {

  private final TrainOptions options;
  private final TrainingFiles files;
  private LossHistory history = new LossHistory();
  private List<String> skipped = List.of();

  /** Prepares the task. */
  public TrainTask(TrainOptions options) {
    this.options = options;
    this.files = TrainingFiles.of(options.output());
  }

  /** Trains on all slices of an image. */
  public void run(ImagePlus image, Progress progress) throws IOException {
    train(TrainingImages.of(image, options.images(), options.settings().seed()), progress);
  }

  /**
   * Trains on all images of a folder; those that can't be used are skipped.
   *
   * @throws IOException if none can be used, or the model can't be written
   */
  public void run(Path folder, Progress progress) throws IOException {
    train(
        TrainingImages.of(folder, options.images(), options.settings().seed(), progress), progress);
  }

  /** The losses of all steps, those before a training was resumed among them. */
  public LossHistory history() {
    return history;
  }

  /** The images that could not be used, each with the reason. */
  public List<String> skipped() {
    return skipped;
  }

  private void train(TrainingImages images, Progress progress) throws IOException {
    skipped = images.skipped();
    Optional<ModelFolder> first = Optional.empty();
    if (options.first().isPresent()) {
      first = Optional.of(ModelFolder.open(options.first().get()));
    }
    ModelFolder target = options.model(first, images.classes());
    target.checkPath();
    Map<String, String> settings = options.describe();
    settings.put("images", Integer.toString(images.count()));
    settings.put("classes", String.join(",", target.notes().classes()));
    Optional<Path> checkpoint = options.resume() ? files.resume(settings) : Optional.empty();
    Start start = new Start(first, checkpoint);
    LabelledPatches patches = new LabelledPatches(images, target.notes().classes());
    try (Trainer trainer = new Trainer(target, start, options.settings(), patches, Torch.get())) {
      history = trainer.history();
      int before = history.steps();
      Saving saving = new Saving(trainer, files, settings, options.checkpointEvery());
      trainer.run(saving, new TimeLimit(progress, options.limit()));
      if (history.steps() == 0) {
        throw new CancelledException(); // nothing was learned that could take an older model's
        // place
      }
      if (history.steps() > before) {
        saving.save();
      }
    }
  }
}
