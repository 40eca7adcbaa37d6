package io.github.diffusionj.task.train;

import com.sun.management.OperatingSystemMXBean;
import ij.ImagePlus;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.plan.Durations;
import io.github.diffusionj.engine.training.plan.LossHistory;
import io.github.diffusionj.engine.training.trainee.Trainee;
import io.github.diffusionj.task.train.card.TrainingCard;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageSource;
import io.github.diffusionj.task.train.images.LabelledPatches;
import io.github.diffusionj.task.train.images.TrainingFiles;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Trains a model, or the classifier of a model, on random patches of images and writes it to a
 * folder. A checkpoint is kept beside the model, from which the same training can be resumed.
 */
public final class TrainTask {

  private static final double GB = 1e9;

  /** Makes sense of the options and the images. */
  @FunctionalInterface
  private interface Preparation {
    Training of(TrainOptions options, ImageSource source) throws IOException;
  }

  private final TrainOptions options;
  private final TrainingView view;
  private final Preparation preparation;
  private final Function<Path, TrainingFiles> place;
  private LossHistory history = new LossHistory();

  private TrainTask(
      TrainOptions options,
      TrainingView view,
      Preparation preparation,
      Function<Path, TrainingFiles> place) {
    this.options = options;
    this.view = view;
    this.preparation = preparation;
    this.place = place;
  }

  /** Trains a model. */
  public TrainTask(TrainOptions options, TrainingView view) {
    this(options, view, ModelTraining::of, TrainingFiles::of);
  }

  /**
   * Trains a classifier for the model that is the options' output. Schedule, T, colour and range
   * are the model's, whatever the options say of them; prediction, loss weighting and how often a
   * class is withheld do not matter.
   */
  public static TrainTask ofClassifier(TrainOptions options, TrainingView view) {
    return new TrainTask(options, view, ClassifierTraining::of, TrainingFiles::ofClassifier);
  }

  /**
   * Trains on all slices of an image.
   *
   * @throws IllegalArgumentException if it can't be used, or another training is running
   * @throws IOException if the model can't be written
   */
  public void run(ImagePlus image, Progress progress) throws IOException {
    checkDevice(progress);
    train(
        (reading, part) -> TrainingImages.of(image, reading, part, options.settings().seed()),
        progress);
  }

  /**
   * Trains on all images of a folder; those that can't be used are skipped.
   *
   * @throws IllegalArgumentException if another training is running
   * @throws IOException if none can be used, or the model can't be written
   */
  public void run(Path folder, Progress progress) throws IOException {
    checkDevice(progress);
    train(
        (reading, part) ->
            TrainingImages.of(
                folder, options.output(), reading, part, options.settings().seed(), progress),
        progress);
  }

  /** Before time goes into reading images. */
  private void checkDevice(Progress progress) throws IOException {
    Torch.get(progress).checkDevice(options.settings().device());
  }

  /** The losses of all steps, those before a training was resumed among them. */
  public LossHistory history() {
    return history;
  }

  private void train(ImageSource source, Progress progress) throws IOException {
    try (Closeable turn = Torch.get().takeTurnToTrain()) {
      trainAlone(source, progress);
    }
  }

  @SuppressWarnings("try") // the folder is there to be held
  private void trainAlone(ImageSource source, Progress progress) throws IOException {
    TrainingFiles files = place.apply(options.output());
    try (Closeable taken = files.take()) {
      train(files, source, progress);
    }
  }

  private void train(TrainingFiles files, ImageSource source, Progress progress)
      throws IOException {
    Training training = preparation.of(options, source);
    training.images().skipped().forEach(reason -> view.says("Skipped " + reason));
    sayUnlabelled(training.images());
    checkMemory(training);
    Map<String, String> settings = training.settings();
    Optional<Path> checkpoint = options.run().resume() ? files.resume(settings) : Optional.empty();
    LabelledPatches patches = training.patches();
    try (Trainer trainer = new Trainer(training.trainee(), checkpoint, patches, Torch.get())) {
      history = trainer.history();
      int before = history.steps();
      Saving saving =
          new Saving(trainer, files, settings, options, view, progress, patches.channels());
      view.says(estimate(trainer, training));
      trainer.run(saving, new TimeLimit(progress, options.run().limit()));
      if (history.steps() == 0) {
        throw new CancelledException(); // nothing was learned that could replace an older model
      }
      if (history.steps() > before) {
        saving.save();
        view.losses(history);
        writeCard(training, progress);
      }
    }
  }

  private void sayUnlabelled(TrainingImages images) {
    long without = images.labels().stream().filter(Optional::isEmpty).count();
    if (without > 0 && options.images().labels().source() != ClassLabels.Source.NONE) {
      view.says(
          "%d of %d images have no label and teach what no class looks like."
              .formatted(without, images.count()));
    }
  }

  private void writeCard(Training training, Progress progress) throws IOException {
    Trainee trainee = training.trainee();
    try {
      new TrainingCard(trainee, training.images(), training.settings(), history)
          .write(training.card().text(progress));
    } catch (IOException e) {
      throw new IOException(
          "%s is saved, but its card could not be written: %s"
              .formatted(trainee.folder(), FileTrouble.sentence(e)),
          e);
    }
  }

  private String estimate(Trainer trainer, Training training) throws IOException {
    int steps = options.settings().steps() - history.steps();
    return String.format(
        Locale.ROOT,
        "Training %s: %,d weights on %d images, %d steps: about %s, and %.2f GB of memory.",
        training.trainee().name(),
        training.trainee().size().weights(),
        training.images().count(),
        steps,
        Durations.text(steps * trainer.secondsPerStep()),
        training.memory() / GB);
  }

  private void checkMemory(Training training) {
    java.lang.management.OperatingSystemMXBean system =
        ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof OperatingSystemMXBean known
        && training.memory() > known.getTotalMemorySize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch must be lower (or patch or channels smaller) than %d: training would take about"
                  + " %.0f GB of memory, and this computer has %.0f GB.",
              options.settings().batch(),
              training.memory() / GB,
              known.getTotalMemorySize() / GB));
    }
  }
}
