package io.github.diffusionj.model;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import io.github.diffusionj.model.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model in diffusers' layout, read but not yet on a device: {@code model_index.json}, {@code
 * unet/config.json}, {@code unet/diffusion_pytorch_model.safetensors}, {@code
 * scheduler/scheduler_config.json}, and our own {@code diffusionj.json}; or with {@code
 * torchscript.json} and {@code model.pt} in place of the U-Net. The files of a U-Net may lie in the
 * folder itself too, without the levels {@code unet} and {@code scheduler}.
 *
 * @param path the folder
 * @param network the architecture
 * @param scheduler the schedule; {@link #DEFAULT_SCHEDULER} where a network comes without one
 * @param notes what diffusers' files don't say
 * @param original the JSON that these were read from
 */
public record ModelFolder(
    Path path,
    NetworkConfig network,
    SchedulerConfig scheduler,
    ModelNotes notes,
    ModelJson original) {

  /** For a network that comes without a scheduler: what diffusers' DDPMScheduler has by default. */
  public static final SchedulerConfig DEFAULT_SCHEDULER =
      SchedulerConfig.ddpm(1000, ScheduleType.LINEAR, Prediction.EPSILON);

  /** A model that is new: it was not read from any files. */
  public ModelFolder(
      Path path, NetworkConfig network, SchedulerConfig scheduler, ModelNotes notes) {
    this(path, network, scheduler, notes, ModelJson.NONE);
  }

  /** The model's name: that of its folder. */
  public String name() {
    return path.getFileName().toString();
  }

  /**
   * The network, for what needs one whose layers are known.
   *
   * @throws IllegalArgumentException if it is somebody else's code
   */
  public Architecture architecture() {
    return network
        .architecture()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The model %s is not a U-Net of diffusers' kind, which is needed here."
                        .formatted(name())));
  }

  /** Whether the folder says nothing of a scheduler, so that the default one is assumed. */
  public boolean assumesScheduler() {
    return original.network().isPresent() && original.scheduler().isEmpty();
  }

  /** The file with the weights, where they are in one: what {@link #replace} writes. */
  public Path weights() {
    return new ModelLayout(path).weights();
  }

  /** The folder of the classifier of noised images, which may be missing. */
  public Path classifier() {
    return path.resolve(ModelLayout.CLASSIFIER);
  }

  /**
   * The files that the weights are in.
   *
   * @throws IOException with a sentence, if there are none that can be used
   */
  public WeightFiles weightFiles() throws IOException {
    return new ModelLayout(path).weightFiles();
  }

  /**
   * What tells these weights from all others: the first 16 hexadecimal digits of the SHA-256 of
   * their file, or of their shards one after the other in the order of their names.
   *
   * @throws IOException if the weights are missing or can't be read
   */
  public String hash() throws IOException {
    return weightFiles().hash();
  }

  /** Whether a folder looks like a model: whether it has a network's configuration. */
  public static boolean isModel(Path folder) {
    return new ModelLayout(folder).hasModel();
  }

  /**
   * Reads the configurations of a model; the weights are not touched.
   *
   * @throws IOException with a sentence that names the file and what is wrong with it
   */
  public static ModelFolder open(Path folder) throws IOException {
    return new ModelReader(folder).read();
  }

  /**
   * Writes this model to its path with new weights, complete or not at all. Of a model that was
   * there before, its classifier and files beside ours, such as a README, are kept, and the rest is
   * removed after that.
   *
   * @param tensors the weights' names and shapes, in the order to write
   * @param source the weights as float32
   * @throws IOException if the path is there but not a model, holds folders that are not ours, or
   *     can't be written; what was there stays
   */
  public void replace(List<TensorSpec> tensors, SafetensorsWriter.Source source)
      throws IOException {
    new ModelWriter(this)
        .replace(
            classifier(),
            folder ->
                SafetensorsWriter.write(
                    folder.resolve(WeightFiles.WHOLE), TensorType.F32, tensors, source));
  }

  /**
   * Writes this model as it is to another folder, in diffusers' layout whatever its own was:
   * weights byte for byte, JSON with all that it had, and its classifier if it has one.
   *
   * @throws IOException as {@link #replace} does, or if the weights are damaged
   * @throws IllegalArgumentException if the network is somebody else's code
   */
  public void copyTo(Path folder) throws IOException {
    ModelFolder copy = new ModelFolder(folder, architecture(), scheduler, notes, original);
    WeightFiles weights = weightFiles();
    weights.open().close();
    new ModelWriter(copy).replace(classifier(), weights::copyTo);
  }

  /**
   * Checks that {@link #replace} would not harm what is at the path.
   *
   * @throws IOException if something is there that is not a model
   */
  public void checkPath() throws IOException {
    new ModelWriter(this).checkPath();
  }
}
