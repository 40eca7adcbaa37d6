package io.github.diffusionj.model;

import io.github.diffusionj.model.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of a model are. A part lies in its own folder, {@code unet} or {@code scheduler},
 * or, where that folder is absent, in the model's folder itself, as diffusers has it. A folder with
 * a network alone is a model too.
 *
 * @param folder the model's folder
 */
public record ModelLayout(Path folder) {

  static final String UNET = "unet";
  static final String SCHEDULER = "scheduler";
  static final String CLASSIFIER = "classifier";
  static final String CONFIG = "config.json";
  static final String SCHEDULER_CONFIG = "scheduler_config.json";
  static final String INDEX = "model_index.json";
  static final String NOTES = "diffusionj.json";
  public static final String SCRIPT = "torchscript.json";
  static final String SCRIPT_WEIGHTS = "model.pt";

  /** The folder with the network's configuration and weights. */
  Path network() {
    Path own = folder.resolve(UNET);
    return Files.isDirectory(own) || !has(CONFIG) ? own : folder;
  }

  /** Whether the network is a TorchScript file rather than a U-Net. */
  boolean isScript() {
    return has(SCRIPT);
  }

  /** The network's configuration, which may be missing. */
  Path config() {
    return isScript() ? folder.resolve(SCRIPT) : network().resolve(CONFIG);
  }

  /** The file with the weights, where they are in one. */
  Path weights() {
    return isScript() ? folder.resolve(SCRIPT_WEIGHTS) : network().resolve(WeightFiles.WHOLE);
  }

  /**
   * The files that the weights are in.
   *
   * @throws IOException with a sentence, if there are none that can be used
   */
  WeightFiles weightFiles() throws IOException {
    if (!isScript()) {
      return WeightFiles.in(network());
    }
    if (!has(SCRIPT_WEIGHTS)) {
      throw new IOException(
          "%s holds no weights: the file %s is missing.".formatted(folder, SCRIPT_WEIGHTS));
    }
    return new WeightFiles(weights());
  }

  /** Whether there is a network's configuration. */
  boolean hasModel() {
    return isScript() || hasNetworkFolder() || (has(CONFIG) && (has(INDEX) || holdsWeights()));
  }

  /** Other programs have a config.json too. */
  private boolean holdsWeights() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WeightFiles.STEM + "*")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false; // what can't be listed is no model for us
    }
  }

  /** The scheduler's configuration; empty if there is just a network, which comes without one. */
  Optional<Path> scheduler() {
    Path own = folder.resolve(SCHEDULER);
    if (!Files.isDirectory(own) && has(SCHEDULER_CONFIG)) {
      return Optional.of(folder.resolve(SCHEDULER_CONFIG));
    }
    boolean networkAlone =
        !isScript() && network().equals(folder) && !Files.isDirectory(own) && !has(INDEX);
    return networkAlone ? Optional.empty() : Optional.of(own.resolve(SCHEDULER_CONFIG));
  }

  /** What the pipeline is made of. */
  Optional<Path> index() {
    return has(INDEX) ? Optional.of(folder.resolve(INDEX)) : Optional.empty();
  }

  /** Our own notes. */
  Optional<Path> notes() {
    return has(NOTES) ? Optional.of(folder.resolve(NOTES)) : Optional.empty();
  }

  private boolean has(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  /** Whether the network's configuration lies in a folder of its own. */
  boolean hasNetworkFolder() {
    return Files.isRegularFile(folder.resolve(UNET).resolve(CONFIG));
  }
}
