package io.github.diffusionj.task.train;

import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.classifier.NoisyClassifier;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.plan.MemoryEstimate;
import io.github.diffusionj.engine.training.trainee.ClassifierAccuracy;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import io.github.diffusionj.task.train.images.ImageSource;
import io.github.diffusionj.task.train.images.LabelledPatches;
import io.github.diffusionj.task.train.images.Part;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The classifier of a model's noised images. Colour, intensities, schedule and T are the model's,
 * and so are the classes if it has names for them.
 */
final class ClassifierProduct implements Product {

  /** Patches that are tried in each quarter of 1…T. */
  private static final int TRIED = 256;

  private final TrainOptions options;
  private final ImageOptions reading;
  private final TrainingImages images;
  private final TrainingImages heldOut;
  private final ClassifierFolder target;

  private ClassifierProduct(
      TrainOptions options,
      ImageOptions reading,
      TrainingImages images,
      TrainingImages heldOut,
      ClassifierFolder target) {
    this.options = options;
    this.reading = reading;
    this.images = images;
    this.heldOut = heldOut;
    this.target = target;
  }

  /**
   * Prepares for options whose output is the model that gets the classifier.
   *
   * @throws IllegalArgumentException if the images have no classes, or other ones than the model
   * @throws IOException if there is no such model, or the images can't be read
   */
  static Product of(TrainOptions options, ImageSource source) throws IOException {
    if (options.first().isPresent()) {
      throw new IllegalArgumentException(
          "model must be empty for a classifier, which starts anew, but is %s; output names the model that gets it."
              .formatted(options.first().get()));
    }
    if (options.network().learnedVariance()) {
      throw new IllegalArgumentException(
          "learned_variance must be false for a classifier, but is true.");
    }
    if (options.images().labels().source() == ClassLabels.Source.NONE) {
      throw new IllegalArgumentException(
          "labels must be slices, folders or a CSV file to train a classifier, but is none.");
    }
    ModelFolder model = ModelFolder.open(options.output());
    ImageOptions reading = options.images().of(DeclaredRange.of(model), rgb(model));
    TrainingImages images = source.read(reading, new Part(false, true));
    ClassifierFolder target =
        new ClassifierFolder(
            model,
            options
                .network()
                .classifier(
                    reading.patch(),
                    reading.channels(),
                    classes(model, images.classes()),
                    model.scheduler().scheduleText()));
    TrainingImages heldOut = source.read(reading, new Part(true, true));
    return new ClassifierProduct(options, reading, images, heldOut, target);
  }

  private static boolean rgb(ModelFolder model) {
    int channels = model.network().inChannels();
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "A classifier can be trained for grey and RGB models, but the model %s has %d channels."
              .formatted(model.name(), channels));
    }
    return channels == 3;
  }

  private static List<String> classes(ModelFolder model, List<String> labels) {
    if (labels.size() < 2) {
      throw new IllegalArgumentException(
          "A classifier needs images of at least two classes, but all of these are '%s'."
              .formatted(String.join("", labels)));
    }
    List<String> names = model.notes().classes();
    for (String label : labels) {
      if (!names.isEmpty() && !names.contains(label)) {
        throw new IllegalArgumentException(
            "Labels must be classes of the model %s, %s, but one is '%s'."
                .formatted(model.name(), String.join(", ", names), label));
      }
    }
    return names.isEmpty() ? labels : names;
  }

  @Override
  public String name() {
    return "classifier of " + target.model().name();
  }

  @Override
  public Path folder() {
    return target.path();
  }

  @Override
  public TrainingImages images() {
    return images;
  }

  @Override
  public List<String> classes() {
    return target.config().classes();
  }

  @Override
  public MemoryEstimate size() {
    return MemoryEstimate.of(target.config());
  }

  @Override
  public Map<String, String> describe() {
    return options.describeClassifier(reading, target.config().schedule());
  }

  @Override
  public Trainer trainer(Optional<Path> checkpoint, LabelledPatches patches, Torch torch)
      throws IOException {
    return new Trainer(target, checkpoint, options.settings(), patches, torch);
  }

  @Override
  public CardText card(Progress progress) throws IOException {
    return new CardText(
        "A classifier of noised images",
        String.format(
            Locale.ROOT,
            "The first half of a U-Net, the mean over all pixels, and a linear layer; %,d weights;"
                + " `config.json` says the rest. It is for the schedule %s.%n",
            size().weights(),
            target.config().schedule()),
        accuracy(progress),
        """
        It tells the classes that it was trained on, in images of about the size that it was trained
        on. It is meant to guide sampling, not to diagnose.
        """);
  }

  private String accuracy(Progress progress) throws IOException {
    boolean held = heldOut.count() > 0;
    LabelledPatches patches = new LabelledPatches(held ? heldOut : images, classes());
    try (NoisyClassifier classifier = NoisyClassifier.open(target, Torch.get())) {
      List<Double> shares =
          new ClassifierAccuracy(
                  classifier,
                  target.model().scheduler().schedule(),
                  patches,
                  options.settings().seed())
              .quarters(TRIED, progress);
      String which = held ? "held-out images" : "the images that it was trained on";
      progress.note(said(shares, which));
      return table(shares, which);
    } catch (CancelledException e) {
      return ""; // the classifier itself is saved
    }
  }

  private String said(List<Double> shares, String which) {
    List<String> percent =
        shares.stream().map(share -> String.format(Locale.ROOT, "%.0f %%", 100 * share)).toList();
    return "The %s is right for %s of patches of %s, by quarter of T from the least noisy."
        .formatted(name(), String.join(", ", percent), which);
  }

  private static String table(List<Double> shares, String which) {
    StringBuilder text = new StringBuilder();
    text.append("| t | right, of %d patches of %s |\n| --- | --- |\n".formatted(TRIED, which));
    for (int i = 0; i < shares.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT, "| quarter %d of T | %.1f %% |%n", i + 1, 100 * shares.get(i)));
    }
    return text.toString();
  }
}
