package io.github.diffusionj.task.train;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param schedule the noise schedule, unless {@code first} has one
 * @param timesteps T, unless {@code first} says
 * @param prediction what the network learns to put out, unless {@code first} says
 * @param settings of the optimiser
 * @param resume whether to go on where a training with the same settings stopped
 * @param limit training stops after this time, though it could go on; zero for no limit
 * @param checkpointEvery the time between two checkpoints
 */
public record TrainOptions(
    Path output,
    Optional<Path> first,
    ImageOptions images,
    NetworkOptions network,
    ScheduleType schedule,
    int timesteps,
    Prediction prediction,
    TrainingSettings settings,
    boolean resume,
    Duration limit,
    Duration checkpointEvery) {

  private static final int MOST_TIMESTEPS = 1_000_000;

  public TrainOptions {
    if (timesteps < 1 || timesteps > MOST_TIMESTEPS) {
      throw new IllegalArgumentException(
          "t_max must be between 1 and %d, but is %d.".formatted(MOST_TIMESTEPS, timesteps));
    }
    int levels = network.channels().size();
    int multiple = 1 << Math.max(0, levels - 1);
    if (first.isEmpty() && images.patch() % multiple != 0) {
      throw new IllegalArgumentException(
          "patch must be a multiple of %d with %d levels, but is %d."
              .formatted(multiple, levels, images.patch()));
    }
  }

  /** The same with the time between two checkpoints. */
  public TrainOptions withCheckpoints(Duration every) {
    return with(images, every);
  }

  /** The same with other patches. */
  TrainOptions withImages(ImageOptions other) {
    return with(other, checkpointEvery);
  }

  private TrainOptions with(ImageOptions patches, Duration every) {
    return new TrainOptions(
        output,
        first,
        patches,
        network,
        schedule,
        timesteps,
        prediction,
        settings,
        resume,
        limit,
        every);
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
          from.get().unet().withClasses(rows),
          from.get().scheduler(),
          notes,
          from.get().original());
    }
    return new ModelFolder(
        output, network.unet(images.patch(), images.channels(), rows), scheduler(), notes);
  }

  private SchedulerConfig scheduler() {
    SchedulerConfig fixed = SchedulerConfig.ddpm(timesteps, schedule, prediction);
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
    int classes = from.unet().classes();
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
      keys.put("schedule", schedule.label());
      keys.put("t_max", Integer.toString(timesteps));
      keys.put("prediction", prediction.label());
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
    keys.put("lr", Double.toString(settings.learningRate()));
    keys.put("warm_up", Integer.toString(settings.warmUp()));
    keys.put("clip", Double.toString(settings.gradientClip()));
    keys.put("ema", Double.toString(settings.averaging()));
    keys.put("seed", Long.toString(settings.seed()));
    keys.put("precision", settings.precision().label());
  }
}
