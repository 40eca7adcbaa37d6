package io.github.diffusionj.engine;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.model.unet.part.Middle;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Models of a few thousand random weights: nothing was learned, but everything runs. */
public final class TinyModel {

  private TinyModel() {}

  /**
   * Writes an ε-model with T = 1000 and a linear schedule, whose input sizes must be even.
   *
   * @param folder where to; not there yet, or a model
   * @param channels of the images
   */
  public static ModelFolder create(Path folder, int channels) throws IOException {
    return create(folder, network(channels), Prediction.EPSILON);
  }

  /** Writes a model of an architecture; the same architecture gets the same weights. */
  public static ModelFolder create(Path folder, UNetConfig network, Prediction prediction)
      throws IOException {
    return create(folder, network, prediction, ModelNotes.NONE);
  }

  /** The same, with notes. */
  public static ModelFolder create(
      Path folder, UNetConfig network, Prediction prediction, ModelNotes notes) throws IOException {
    SchedulerConfig scheduler = SchedulerConfig.ddpm(1000, ScheduleType.LINEAR, prediction);
    ModelFolder model = new ModelFolder(folder, network, scheduler, notes);
    model.replace(network.script().tensors(), TinyModel::weights);
    return ModelFolder.open(folder);
  }

  /** Two levels of 8 and 16 channels without attention, sizes a multiple of 2. */
  public static UNetConfig network(int channels) {
    Levels levels =
        new Levels(
            List.of(BlockType.DOWN, BlockType.DOWN),
            List.of(BlockType.UP, BlockType.UP),
            List.of(8, 16),
            1);
    return withoutMiddleAttention(UNetConfig.of(16, channels, levels, 8, 4));
  }

  /** The same network without self-attention in the middle. */
  public static UNetConfig withoutMiddleAttention(UNetConfig of) {
    return new UNetConfig(
        of.sample(),
        of.inChannels(),
        of.outChannels(),
        of.centerInputSample(),
        of.levels(),
        new Middle(true, false, of.middle().scale(), of.middle().attentionGroups()),
        of.resampling(),
        of.time(),
        of.classEmbedding(),
        of.attentionHeadDim(),
        of.normalisation(),
        of.activation(),
        of.dropout());
  }

  /** Random weights that depend on a tensor's name and shape alone. */
  public static ByteBuffer weights(TensorSpec tensor) {
    SplittableRandom random =
        new SplittableRandom(31L * tensor.name().hashCode() + tensor.shape().hashCode());
    double bound = 1 / Math.sqrt((double) tensor.size() / tensor.shape().get(0));
    boolean scale = tensor.name().contains("norm") && tensor.name().endsWith("weight");
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(tensor.size()) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < tensor.size(); i++) {
      double value = random.nextDouble(-bound, bound);
      bytes.putFloat((float) (scale ? 1 + 0.3 * value : value));
    }
    return bytes.flip();
  }
}
