package io.github.diffusionj.task.train;

import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.engine.training.trainee.Trainee;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;
import io.github.diffusionj.task.train.card.CardText;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import io.github.diffusionj.task.train.images.ImageSource;
import io.github.diffusionj.task.train.images.Part;
import io.github.diffusionj.task.train.images.TrainingImages;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** A diffusion model, new or one that goes on from another. */
final class ModelTraining {

  private ModelTraining() {}

  /**
   * Reads the images and makes the model to train.
   *
   * @throws IllegalArgumentException if labels are wanted, but no image has one
   * @throws IOException if the images or the model to go on from can't be read, or the place is
   *     taken
   */
  static Training of(TrainOptions options, ImageSource source) throws IOException {
    Optional<ModelFolder> first = Optional.empty();
    if (options.first().isPresent()) {
      first = Optional.of(ModelFolder.open(options.first().get()));
    }
    ImageOptions reading = options.images().decided(first.map(DeclaredRange::of));
    TrainingImages images = source.read(reading, Part.TRAINING);
    checkLabels(reading.labels(), images);
    TrainOptions decided = options.withImages(reading);
    ModelFolder target = decided.model(first, images.classes());
    target.checkPath();
    Trainee trainee = new ModelTrainee(target, first, options.settings());
    return new Training(trainee, images, decided.describe(), progress -> card(trainee, target));
  }

  private static void checkLabels(ClassLabels labels, TrainingImages images) {
    if (labels.source() != ClassLabels.Source.NONE && images.classes().isEmpty()) {
      throw new IllegalArgumentException(
          "labels must be none or give images a class, but is %s, and none of the %d images has a label."
              .formatted(labels.text(), images.count()));
    }
  }

  private static CardText card(Trainee trainee, ModelFolder target) {
    return new CardText(
        "A diffusion model",
        String.format(
            Locale.ROOT,
            "diffusers' `%s`, %,d weights; `unet/config.json` says the rest. It puts out `%s`"
                + " for the schedule %s.%n",
            target.network().className(),
            trainee.size().weights(),
            target.scheduler().prediction().label(),
            target.scheduler().scheduleText()),
        "",
        """
        It knows what it was trained on, and makes anything else look like that. What it adds to an
        image is likely, not measured.
        """);
  }
}
