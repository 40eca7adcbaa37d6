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
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageSource;
import io.github.diffusionj.task.train.images.LabelledPatches;
import io.github.diffusionj.task.train.images.TrainingFiles;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Trains a model, or the classifier of a model, on random patches of images and writes it to a
 * folder. A checkpoint is kept beside the model, from which the same training can be resumed.
 */
public final class TrainTask {

  private static final double GB = 1e9;

  /** The engine collects gradients for one training at a time in the whole process. */
  private static final AtomicBoolean RUNNING = new AtomicBoolean();

  /** Makes sense of the options and the images. */
  @FunctionalInterface
  private interface Preparation {
    Product of(TrainOptions options, ImageSource source) throws IOException;
  }

  private final TrainOptions options;
  private final TrainingView view;
  private final Preparation preparation;
  private final Function<Path, TrainingFiles> place;
  private LossHistory history = new LossHistory();
  private List<String> skipped = List.of();

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

  /** Prepares the training of a model. */
  public TrainTask(TrainOptions options, TrainingView view) {
    this(options, view, ModelProduct::of, TrainingFiles::of);
  }

  /**
   * Prepares the training of a classifier for the model that is the options' output. Schedule, T,
   * colour and range are the model's, whatever the options say of them; prediction, loss weighting
   * and how often a class is withheld do not matter.
   */
  public static TrainTask ofClassifier(TrainOptions options, TrainingView view) {
    return new TrainTask(options, view, ClassifierProduct::of, TrainingFiles::ofClassifier);
  }

  /**
   * Trains on all slices of an image.
   *
   * @throws IllegalArgumentException if it can't be used, or another training is running
   * @throws IOException if the model can't be written
   */
  public void run(ImagePlus image, Progress progress) throws IOException {
    checkDevice();
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
    checkDevice();
    train(
        (reading, part) ->
            TrainingImages.of(
                folder, options.output(), reading, part, options.settings().seed(), progress),
        progress);
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

  private void train(ImageSource source, Progress progress) throws IOException {
    if (!RUNNING.compareAndSet(false, true)) {
      throw new IllegalArgumentException(
          "Another training is running, and there can be one at a time; wait for it, or stop it with Esc.");
    }
    try {
      trainAlone(source, progress);
    } finally {
      RUNNING.set(false);
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
    Product product = preparation.of(options, source);
    skipped = product.images().skipped();
    skipped.forEach(reason -> view.says("Skipped " + reason));
    sayUnlabelled(product.images());
    checkMemory(product);
    Map<String, String> settings = product.describe();
    settings.put("images", Integer.toString(product.images().count()));
    settings.put("classes", String.join(",", product.classes()));
    Optional<Path> checkpoint = options.run().resume() ? files.resume(settings) : Optional.empty();
    LabelledPatches patches = new LabelledPatches(product.images(), product.classes());
    try (Trainer trainer = product.trainer(checkpoint, patches, Torch.get())) {
      history = trainer.history();
      int before = history.steps();
      Saving saving =
          new Saving(trainer, files, settings, options, view, progress, patches.channels());
      view.says(estimate(trainer, product));
      trainer.run(saving, new TimeLimit(progress, options.run().limit()));
      if (history.steps() == 0) {
        throw new CancelledException(); // nothing was learned that could replace an older model
      }
      if (history.steps() > before) {
        saving.save();
        view.losses(history);
        writeCard(new ModelCard(product, settings, history), product, progress);
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

  private static void writeCard(ModelCard card, Product product, Progress progress)
      throws IOException {
    try {
      card.write(progress);
    } catch (IOException e) {
      throw new IOException(
          "%s is saved, but its card could not be written: %s"
              .formatted(product.folder(), FileTrouble.sentence(e)),
          e);
    }
  }

  private String estimate(Trainer trainer, Product product) throws IOException {
    int steps = options.settings().steps() - history.steps();
    return String.format(
        Locale.ROOT,
        "Training %s: %,d weights on %d images, %d steps: about %s, and %.2f GB of memory.",
        product.name(),
        product.size().weights(),
        product.images().count(),
        steps,
        Durations.text(steps * trainer.secondsPerStep()),
        memory(product) / GB);
  }

  private long memory(Product product) {
    return product.size().bytes(options.settings(), options.images().patch());
  }

  private void checkMemory(Product product) {
    java.lang.management.OperatingSystemMXBean system =
        ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof OperatingSystemMXBean known
        && memory(product) > known.getTotalMemorySize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch must be lower (or patch or channels smaller) than %d: training would take about"
                  + " %.0f GB of memory, and this computer has %.0f GB.",
              options.settings().batch(),
              memory(product) / GB,
              known.getTotalMemorySize() / GB));
    }
  }
}
