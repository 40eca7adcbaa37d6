package io.github.diffusionj.task.train;

import io.github.diffusionj.engine.training.trainee.ClassifierTrainee;
import io.github.diffusionj.engine.training.trainee.Trainee;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.train.card.ClassifierCard;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import io.github.diffusionj.task.train.images.ImageSource;
import io.github.diffusionj.task.train.images.LabelledPatches;
import io.github.diffusionj.task.train.images.Part;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.io.IOException;
import java.util.List;

/**
 * The classifier of a model's noised images. Colour, intensities, schedule and T are the model's,
 * and so are the classes if it has names for them.
 */
final class ClassifierTraining {

  private ClassifierTraining() {}

  /**
   * Reads the images and makes the classifier to train; the output of the options is the model that
   * gets it.
   *
   * @throws IllegalArgumentException if the images have no classes, or other ones than the model
   * @throws IOException if there is no such model, or the images can't be read
   */
  static Training of(TrainOptions options, ImageSource source) throws IOException {
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
    Trainee trainee = new ClassifierTrainee(target, options.settings());
    TrainingImages heldOut = source.read(reading, new Part(true, true));
    boolean held = heldOut.count() > 0;
    ClassifierCard card =
        new ClassifierCard(
            trainee,
            target,
            new LabelledPatches(held ? heldOut : images, trainee.classes()),
            held ? "held-out images" : "the images that it was trained on");
    return new Training(
        trainee, images, options.describeClassifier(reading, target.config().schedule()), card);
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
}
