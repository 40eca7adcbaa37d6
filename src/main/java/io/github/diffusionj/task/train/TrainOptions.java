package io.github.diffusionj.task.train;

import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * What to train, and how.
 *
 * @param output the folder of the new model, or of the model that gets a classifier
 * @param first a model to go on from, whose network, schedule and prediction the new one has; empty
 *     for new weights
 * @param images what the patches are taken from
 * @param network the architecture, unless {@code first} has one
 * @param diffusion the forward process, unless {@code first} has one
 * @param settings how to train
 * @param run when to begin, stop and save
 */
public record TrainOptions(
    Path output,
    Optional<Path> first,
    ImageOptions images,
    NetworkOptions network,
    DiffusionOptions diffusion,
    TrainingSettings settings,
    RunOptions run) {

  /**
   * With defaults for how it is trained.
   *
   * @throws IllegalArgumentException if a new network can't take patches of that size
   */
  public static TrainOptions of(
      Path output, Optional<Path> first, ImageOptions images, NetworkOptions network) {
    return new TrainOptions(
        output,
        first,
        images,
        network,
        DiffusionOptions.DEFAULT,
        TrainingSettings.DEFAULT,
        RunOptions.DEFAULT);
  }

  public TrainOptions {
    int levels = network.channels().size();
    int multiple = 1 << Math.max(0, levels - 1);
    if (first.isEmpty() && images.patch() % multiple != 0) {
      throw new IllegalArgumentException(
          "patch must be a multiple of %d with %d levels, but is %d."
              .formatted(multiple, levels, images.patch()));
    }
  }

  /** The same with other patches. */
  TrainOptions withImages(ImageOptions other) {
    return new TrainOptions(output, first, other, network, diffusion, settings, run);
  }

  /** The same with another forward process. */
  public TrainOptions withDiffusion(DiffusionOptions other) {
    return new TrainOptions(output, first, images, network, other, settings, run);
  }

  /** The same with other settings. */
  public TrainOptions withSettings(TrainingSettings other) {
    return new TrainOptions(output, first, images, network, diffusion, other, run);
  }

  /** The same with another beginning, end and time between checkpoints. */
  public TrainOptions withRun(RunOptions other) {
    return new TrainOptions(output, first, images, network, diffusion, settings, other);
  }

  /**
   * The model to be.
   *
   * @param from the model to go on from, if any
   * @param labels the classes of the images
   */
  ModelFolder model(Optional<ModelFolder> from, List<String> labels) {
    List<String> known = from.map(model -> model.notes().classes()).orElse(List.of());
    List<String> classes = new ArrayList<>(known);
    new TreeSet<>(labels).stream().filter(label -> !known.contains(label)).forEach(classes::add);
    int rows = classes.isEmpty() ? 0 : classes.size() + 1;
    ModelNotes notes =
        new ModelNotes(
            images.range().text(),
            "",
            classes,
            rows == 0 ? OptionalInt.empty() : OptionalInt.of(classes.size()));
    if (from.isPresent()) {
      checkVariance(from.get());
      checkNames(from.get());
      return new ModelFolder(
          output,
          from.get().architecture().withClasses(rows),
          from.get().scheduler(),
          notes,
          from.get().original());
    }
    return new ModelFolder(
        output, network.unet(images.patch(), images.channels(), rows), scheduler(), notes);
  }

  private SchedulerConfig scheduler() {
    SchedulerConfig fixed = diffusion.scheduler();
    return network.learnedVariance() ? fixed.withVariance(Variance.LEARNED_RANGE) : fixed;
  }

  private void checkVariance(ModelFolder from) {
    if (network.learnedVariance() && from.scheduler().variance() != Variance.LEARNED_RANGE) {
      throw new IllegalArgumentException(
          "The model %s learned no variance, so learned_variance must be false, but is true."
              .formatted(from.name()));
    }
  }

  private static void checkNames(ModelFolder from) {
    int classes = from.architecture().classes();
    if (classes > 0 && from.notes().classes().isEmpty()) {
      throw new IllegalArgumentException(
          "The model %s has %d classes without names, which would be lost; classes in its diffusionj.json must name them."
              .formatted(from.name(), classes));
    }
  }

  /** All that decides the result, by the keys of the command. */
  Map<String, String> describe() {
    Map<String, String> keys = new LinkedHashMap<>();
    first.ifPresent(model -> keys.put("model", model.toString()));
    images.describe(keys);
    if (first.isEmpty()) {
      network.describe(keys);
      diffusion.describe(keys);
    }
    keys.put("loss", settings.weighting().label());
    describeSteps(keys);
    keys.put("p_uncond", Double.toString(settings.dropClass()));
    return keys;
  }

  /**
   * All that decides a classifier, by the keys of the command.
   *
   * @param reading how the images are read: as those of the model
   * @param modelSchedule the model's schedule in a few words
   */
  Map<String, String> describeClassifier(ImageOptions reading, String modelSchedule) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("network", "classifier");
    reading.describe(keys);
    network.describe(keys);
    keys.put("schedule", modelSchedule);
    describeSteps(keys);
    return keys;
  }

  private void describeSteps(Map<String, String> keys) {
    keys.put("steps", Integer.toString(settings.steps()));
    keys.put("batch", Integer.toString(settings.batch()));
    keys.put("lr", Double.toString(settings.optimiser().learningRate()));
    keys.put("warm_up", Integer.toString(settings.optimiser().warmUp()));
    keys.put("clip", Double.toString(settings.optimiser().gradientClip()));
    keys.put("ema", Double.toString(settings.optimiser().averaging()));
    keys.put("seed", Long.toString(settings.seed()));
    keys.put("precision", settings.precision().label());
  }
}
