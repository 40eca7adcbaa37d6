package io.github.diffusionj.task;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.ModelNotes;
import io.github.diffusionj.engine.model.SchedulerConfig;
import io.github.diffusionj.engine.model.UNetConfig;
import io.github.diffusionj.engine.model.unet.BlockType;
import io.github.diffusionj.engine.model.unet.Levels;
import io.github.diffusionj.engine.training.TrainingSettings;
import io.github.diffusionj.image.RangeChoice;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What to train, and how.
 *
 * @param output the folder of the new model
 * @param first a model of the same architecture to go on from; empty for new weights
 * @param range how intensities map to [−1, 1], image by image; becomes the model's own
 * @param patch width and height of the patches to train on, 8…1024 and a multiple of the network's
 * @param rgb whether the images are RGB rather than grey
 * @param channels feature channels of each resolution level, multiples of 8, from the finest
 * @param layers residual layers of each level
 * @param schedule the noise schedule
 * @param timesteps T
 * @param prediction what the network learns to put out: ε, x_0 or v
 * @param settings of the optimiser
 */
public record TrainOptions(
    Path output,
    Optional<Path> first,
    RangeChoice range,
    int patch,
    boolean rgb,
    List<Integer> channels,
    int layers,
    ScheduleType schedule,
    int timesteps,
    Prediction prediction,
    TrainingSettings settings) {

  private static final int GROUPS = 8;
  private static final int HEAD = 32;

  public TrainOptions {
    channels = List.copyOf(channels);
    Options.within("patch", patch, 8, 1024);
    Options.within("t_max", timesteps, 1, 1_000_000);
    int multiple = 1 << Math.max(0, channels.size() - 1);
    if (patch % multiple != 0) {
      throw new IllegalArgumentException(
          "patch must be a multiple of %d with %d levels, but is %d."
              .formatted(multiple, channels.size(), patch));
    }
  }

  /** The model to be: its architecture, schedule and notes. */
  ModelFolder model() {
    return new ModelFolder(
        output,
        unet(),
        SchedulerConfig.ddpm(timesteps, schedule, prediction),
        new ModelNotes(range.text(), ""));
  }

  /** Self-attention on the coarsest level alone, where it is cheap. */
  private UNetConfig unet() {
    int planes = rgb ? 3 : 1;
    int last = channels.size() - 1;
    List<BlockType> down =
        IntStream.rangeClosed(0, last)
            .mapToObj(level -> level == last ? BlockType.ATTENTION_DOWN : BlockType.DOWN)
            .toList();
    List<BlockType> up =
        IntStream.rangeClosed(0, last)
            .mapToObj(level -> level == 0 ? BlockType.ATTENTION_UP : BlockType.UP)
            .toList();
    int headDim = Math.min(HEAD, channels.isEmpty() ? 1 : Collections.min(channels));
    return UNetConfig.of(patch, planes, new Levels(down, up, channels, layers), headDim, GROUPS);
  }
}
