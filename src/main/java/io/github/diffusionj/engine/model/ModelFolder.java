package io.github.diffusionj.engine.model;

import com.google.gson.JsonObject;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.model.json.JsonFile;
import io.github.diffusionj.engine.model.weights.SafetensorsWriter;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import io.github.diffusionj.engine.model.weights.TensorType;
import io.github.diffusionj.engine.model.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model in diffusers' layout, read but not yet on a device: {@code model_index.json}, {@code
 * unet/config.json}, {@code unet/diffusion_pytorch_model.safetensors}, {@code
 * scheduler/scheduler_config.json}, and our own {@code diffusionj.json}. The files may lie in the
 * folder itself too, without the levels {@code unet} and {@code scheduler}. With {@code
 * torchscript.json} and {@code model.pt} in place of the U-Net's files the network is TorchScript.
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
   * The architecture, for what needs a U-Net whose layers are known.
   *
   * @throws IllegalArgumentException if the network is of another kind
   */
  public UNetConfig unet() {
    if (network instanceof UNetConfig unet) {
      return unet;
    }
    throw new IllegalArgumentException(
        "The model %s is not a U-Net of diffusers' kind, which is needed here.".formatted(name()));
  }

  /** Whether the folder says nothing of a scheduler, so that the default one is assumed. */
  public boolean assumesScheduler() {
    return original.network().isPresent() && original.scheduler().isEmpty();
  }

  /** The file that {@link #replace} writes the weights to, or that holds the TorchScript. */
  public Path weights() {
    if (network instanceof TorchScriptConfig) {
      return path.resolve(ModelLayout.SCRIPT_WEIGHTS);
    }
    return new ModelLayout(path).network().resolve(WeightFiles.WHOLE);
  }

  /**
   * The files that the weights are in.
   *
   * @throws IOException with a sentence, if there are none that can be used
   */
  public WeightFiles weightFiles() throws IOException {
    if (!(network instanceof TorchScriptConfig)) {
      return WeightFiles.in(new ModelLayout(path).network());
    }
    if (!Files.isRegularFile(weights())) {
      throw new IOException(
          "%s holds no weights: the file %s is missing."
              .formatted(path, ModelLayout.SCRIPT_WEIGHTS));
    }
    return new WeightFiles(weights());
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
    ModelLayout layout = new ModelLayout(folder);
    return layout.script().isPresent()
        || layout.hasNetworkFolder()
        || (Files.isRegularFile(layout.config())
            && (layout.index().isPresent() || holdsWeights(folder)));
  }

  /** Other programs have a config.json too. */
  private static boolean holdsWeights(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WeightFiles.STEM + "*")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false; // what can't be listed is no model for us
    }
  }

  /**
   * Reads the configurations of a model; the weights are not touched.
   *
   * @throws IOException with a sentence that names the file and what is wrong with it
   */
  public static ModelFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no model folder " + folder + ".");
    }
    ModelLayout layout = new ModelLayout(folder);
    Optional<JsonObject> index = json(layout.index());
    if (layout.script().isPresent() && layout.hasNetworkFolder()) {
      throw new IOException(
          "%s holds both %s/%s and %s, but a model has only one of them."
              .formatted(folder, ModelLayout.UNET, ModelLayout.CONFIG, ModelLayout.SCRIPT));
    }
    if (index.isPresent()) {
      understood(layout.index().get(), index.get(), ModelJson::checkIndex);
    }
    Path networkFile = layout.script().orElse(layout.config());
    JsonObject networkJson = JsonFile.read(networkFile);
    NetworkConfig network =
        understood(
            networkFile,
            networkJson,
            layout.script().isPresent() ? TorchScriptJson::read : UNetJson::read);
    Optional<JsonObject> scheduler = json(layout.scheduler());
    Optional<JsonObject> notes = json(layout.notes());
    return new ModelFolder(
        folder,
        network,
        scheduler.isPresent()
            ? understood(
                layout.scheduler().get(),
                scheduler.get(),
                json -> SchedulerJson.read(TorchScriptJson.agreeing(json, network)))
            : DEFAULT_SCHEDULER,
        notes.isPresent()
            ? understood(layout.notes().get(), notes.get(), ModelNotes::read)
            : ModelNotes.NONE,
        new ModelJson(index, Optional.of(networkJson), scheduler, notes));
  }

  private static Optional<JsonObject> json(Optional<Path> file) throws IOException {
    return file.isPresent() ? Optional.of(JsonFile.read(file.get())) : Optional.empty();
  }

  private static <T> T understood(Path file, JsonObject json, Function<JsonObject, T> reader)
      throws IOException {
    try {
      return reader.apply(json);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + JsonFile.brief(e.getMessage()), e);
    }
  }

  /**
   * Writes this model to its path with new weights, complete or not at all. Of a model that was
   * there before, files beside ours, such as a README, are kept, and the rest is removed after
   * that.
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
            folder ->
                SafetensorsWriter.write(
                    folder.resolve(WeightFiles.WHOLE), TensorType.F32, tensors, source));
  }

  /**
   * Writes this model as it is to another folder, in diffusers' layout whatever its own was:
   * weights byte for byte, JSON with all that it had.
   *
   * @throws IOException as {@link #replace} does, or if the weights are damaged
   */
  public void copyTo(Path folder) throws IOException {
    WeightFiles weights = weightFiles();
    weights.open().close();
    new ModelWriter(new ModelFolder(folder, network, scheduler, notes, original))
        .replace(weights::copyTo);
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
