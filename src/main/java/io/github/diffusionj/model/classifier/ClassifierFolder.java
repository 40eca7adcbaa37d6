package io.github.diffusionj.model.classifier;

import com.google.gson.JsonObject;
import io.github.diffusionj.base.FileTree;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.weights.FileState;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import io.github.diffusionj.model.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classifier of a model, read but not yet on a device: {@code classifier/config.json} and
 * {@code classifier/diffusion_pytorch_model.safetensors} in the model's folder.
 *
 * @param model the model that it belongs to
 * @param config the architecture
 */
public record ClassifierFolder(ModelFolder model, ClassifierConfig config) {

  private static final String CONFIG = "config.json";

  /** Whether a model has a classifier. */
  public static boolean isIn(ModelFolder model) {
    return Files.isDirectory(model.classifier());
  }

  /**
   * Reads the configuration of a model's classifier; the weights are not touched.
   *
   * @return nothing if the model has none
   * @throws IOException with a sentence that names what is wrong with it, or that it is not for
   *     this model's images or noise
   */
  public static Optional<ClassifierFolder> of(ModelFolder model) throws IOException {
    if (!isIn(model)) {
      return Optional.empty();
    }
    Path file = model.classifier().resolve(CONFIG);
    JsonObject json = JsonFile.read(file);
    try {
      ClassifierFolder folder = new ClassifierFolder(model, ClassifierJson.read(json));
      folder.checkFits();
      return Optional.of(folder);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + JsonFile.brief(e.getMessage()), e);
    }
  }

  private void checkFits() {
    int channels = model.network().inChannels();
    if (config.inChannels() != channels) {
      throw new IllegalArgumentException(
          "in_channels must be %d, as the model %s has, but is %d."
              .formatted(channels, model.name(), config.inChannels()));
    }
    String schedule = model.scheduler().scheduleText();
    if (!config.schedule().equals(schedule)) {
      throw new IllegalArgumentException(
          "The classifier was trained with the schedule %s, but the model %s has %s; train it anew."
              .formatted(config.schedule(), model.name(), schedule));
    }
  }

  /** Its folder. */
  public Path path() {
    return model.classifier();
  }

  /**
   * The files that the weights are in.
   *
   * @throws IOException with a sentence, if there are none that can be used
   */
  public WeightFiles weightFiles() throws IOException {
    return WeightFiles.in(path());
  }

  /** The state of each of a model's classifier's files; nothing if it has none; reads none. */
  public static List<FileState> states(ModelFolder model) throws IOException {
    if (!isIn(model)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(model.classifier())) {
      return FileState.of(files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  /**
   * Writes this classifier with new weights, complete or not at all; other files beside it are
   * kept.
   *
   * @param tensors the weights' names and shapes, in the order to write
   * @param source the weights as float32
   * @throws IOException if it can't be written; what was there stays
   */
  public void replace(List<TensorSpec> tensors, SafetensorsWriter.Source source)
      throws IOException {
    FileTree.replace(
        path(),
        model.path().toAbsolutePath().getParent(),
        fresh -> {
          if (Files.isDirectory(path())) {
            FileTree.copyFiles(path(), fresh, List.of(CONFIG, WeightFiles.WHOLE));
          }
          JsonFile.write(ClassifierJson.write(config), fresh.resolve(CONFIG));
          SafetensorsWriter.write(
              fresh.resolve(WeightFiles.WHOLE), TensorType.F32, tensors, source);
        });
  }
}
