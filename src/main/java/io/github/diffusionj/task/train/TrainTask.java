package io.github.diffusionj.task.train;

import com.sun.management.OperatingSystemMXBean;
import ij.ImagePlus;
import io.github.diffusionj.engine.CancelledException;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.training.Durations;
import io.github.diffusionj.engine.training.LossHistory;
import io.github.diffusionj.engine.training.MemoryEstimate;
import io.github.diffusionj.engine.training.Start;
import io.github.diffusionj.engine.training.Trainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a model on random patches of images and writes it to a folder. A checkpoint is kept beside
 * it, from which the same training can be resumed.
 */
public final class TrainTask {

  private static final double GB = 1e9;

  private final TrainOptions options;
  private final TrainingView view;
  private final TrainingFiles files;
  private LossHistory history = new LossHistory();
  private List<String> skipped = List.of();

  /** Prepares the task. */
  public TrainTask(TrainOptions options, TrainingView view) {
    this.options = options;
    this.view = view;
    this.files = TrainingFiles.of(options.output());
  }

  /** Trains on all slices of an image. */
  public void run(ImagePlus image, Progress progress) throws IOException {
    checkDevice();
    train(TrainingImages.of(image, options.images(), options.settings().seed()), progress);
  }

  /**
   * Trains on all images of a folder; those that can't be used are skipped.
   *
   * @throws IOException if none can be used, or the model can't be written
   */
  public void run(Path folder, Progress progress) throws IOException {
    checkDevice();
    train(
        TrainingImages.of(folder, options.images(), options.settings().seed(), progress), progress);
  }

  /** Before time goes into reading images. */
  private void checkDevice() throws IOException {
    Torch.get().checkDevice(options.settings().device());
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
    skipped.forEach(reason -> view.says("Skipped " + reason));
    Optional<ModelFolder> first = Optional.empty();
    if (options.first().isPresent()) {
      first = Optional.of(ModelFolder.open(options.first().get()));
    }
    ModelFolder target = options.model(first, images.classes());
    target.checkPath();
    checkMemory(target);
    Map<String, String> settings = options.describe();
    settings.put("images", Integer.toString(images.count()));
    settings.put("classes", String.join(",", target.notes().classes()));
    Optional<Path> checkpoint = options.resume() ? files.resume(settings) : Optional.empty();
    LabelledPatches patches = new LabelledPatches(images, target.notes().classes());
    try (Trainer trainer =
        new Trainer(
            target, new Start(first, checkpoint), options.settings(), patches, Torch.get())) {
      history = trainer.history();
      int before = history.steps();
      Saving saving =
          new Saving(trainer, files, settings, options, view, progress, patches.channels());
      view.says(estimate(trainer, target, images));
      trainer.run(saving, new TimeLimit(progress, options.limit()));
      if (history.steps() == 0) {
        throw new CancelledException(); // nothing was learned that could replace an older model
      }
      if (history.steps() > before) {
        saving.save();
        view.losses(history);
        writeCard(new ModelCard(target, images, settings, history));
      }
    }
  }

  private void writeCard(ModelCard card) throws IOException {
    try {
      card.write();
    } catch (IOException e) {
      throw new IOException(
          "The model %s is saved, but its card could not be written: %s"
              .formatted(options.output(), FileTrouble.sentence(e)),
          e);
    }
  }

  private String estimate(Trainer trainer, ModelFolder target, TrainingImages images)
      throws IOException {
    int steps = options.settings().steps() - history.steps();
    return String.format(
        Locale.ROOT,
        "Training %s: %,d weights on %d images, %d steps: about %s, and %.2f GB of memory.",
        target.name(),
        MemoryEstimate.weights(target.unet()),
        images.count(),
        steps,
        Durations.text(steps * trainer.secondsPerStep()),
        memory(target) / GB);
  }

  private long memory(ModelFolder target) {
    return MemoryEstimate.bytes(target.unet(), options.settings(), options.images().patch());
  }

  private void checkMemory(ModelFolder target) {
    java.lang.management.OperatingSystemMXBean system =
        ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof OperatingSystemMXBean known
        && memory(target) > known.getTotalMemorySize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch must be lower (or patch or channels smaller) than %d: training would take about"
                  + " %.0f GB of memory, and this computer has %.0f GB.",
              options.settings().batch(),
              memory(target) / GB,
              known.getTotalMemorySize() / GB));
    }
  }
}
