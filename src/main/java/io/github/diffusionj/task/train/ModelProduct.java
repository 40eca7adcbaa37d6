package io.github.diffusionj.task.train;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.Start;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.plan.MemoryEstimate;
import io.github.diffusionj.model.ModelFolder;
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

/** A diffusion model, new or one that goes on from another. */
final class ModelProduct implements Product {

  private final TrainOptions options;
  private final Optional<ModelFolder> first;
  private final ModelFolder target;
  private final TrainingImages images;

  private ModelProduct(TrainOptions options, Optional<ModelFolder> first, TrainingImages images) {
    this.options = options;
    this.first = first;
    this.images = images;
    this.target = options.model(first, images.classes());
  }

  /**
   * Prepares for options.
   *
   * @throws IllegalArgumentException if labels are wanted, but no image has one
   * @throws IOException if the images or the model to go on from can't be read, or the place is
   *     taken
   */
  static Product of(TrainOptions options, ImageSource source) throws IOException {
    Optional<ModelFolder> first = Optional.empty();
    if (options.first().isPresent()) {
      first = Optional.of(ModelFolder.open(options.first().get()));
    }
    ImageOptions reading = options.images().decided(first.map(DeclaredRange::of));
    TrainingImages images = source.read(reading, Part.TRAINING);
    checkLabels(reading.labels(), images);
    ModelProduct product = new ModelProduct(options.withImages(reading), first, images);
    product.target.checkPath();
    return product;
  }

  private static void checkLabels(ClassLabels labels, TrainingImages images) {
    if (labels.source() != ClassLabels.Source.NONE && images.classes().isEmpty()) {
      throw new IllegalArgumentException(
          "labels must be none or give images a class, but is %s, and none of the %d images has a label."
              .formatted(labels.text(), images.count()));
    }
  }

  @Override
  public String name() {
    return target.name();
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
    return target.notes().classes();
  }

  @Override
  public MemoryEstimate size() {
    return MemoryEstimate.of(target.unet());
  }

  @Override
  public Map<String, String> describe() {
    return options.describe();
  }

  @Override
  public Trainer trainer(Optional<Path> checkpoint, LabelledPatches patches, Torch torch)
      throws IOException {
    return new Trainer(target, new Start(first, checkpoint), options.settings(), patches, torch);
  }

  @Override
  public CardText card(Progress progress) {
    return new CardText(
        "A diffusion model",
        String.format(
            Locale.ROOT,
            "diffusers' `UNet2DModel`, %,d weights; `unet/config.json` says the rest. It puts out `%s`"
                + " for the schedule %s.%n",
            size().weights(),
            target.scheduler().prediction().label(),
            target.scheduler().scheduleText()),
        "",
        """
        It knows what it was trained on, and makes anything else look like that. What it adds to an
        image is likely, not measured.
        """);
  }
}
