package io.github.diffusionj.engine.model;

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
record ModelLayout(Path folder) {

  static final String UNET = "unet";
  static final String SCHEDULER = "scheduler";
  static final String CONFIG = "config.json";
  static final String SCHEDULER_CONFIG = "scheduler_config.json";
  static final String INDEX = "model_index.json";
  static final String NOTES = "diffusionj.json";
  static final String SCRIPT = "torchscript.json";
  static final String SCRIPT_WEIGHTS = "model.pt";

  /** The folder with the network's configuration and weights. */
  Path network() {
    Path own = folder.resolve(UNET);
    return Files.isDirectory(own) || !has(CONFIG) ? own : folder;
  }

  /** The network's configuration, which may be missing. */
  Path config() {
    return network().resolve(CONFIG);
  }

  /** The scheduler's configuration; empty if there is just a network, which comes without one. */
  Optional<Path> scheduler() {
    Path own = folder.resolve(SCHEDULER);
    if (!Files.isDirectory(own) && has(SCHEDULER_CONFIG)) {
      return Optional.of(folder.resolve(SCHEDULER_CONFIG));
    }
    boolean networkAlone = network().equals(folder) && !Files.isDirectory(own) && !has(INDEX);
    return networkAlone ? Optional.empty() : Optional.of(own.resolve(SCHEDULER_CONFIG));
  }

  /** What says how a TorchScript network is called; empty for a network of diffusers' kind. */
  Optional<Path> script() {
    return has(SCRIPT) ? Optional.of(folder.resolve(SCRIPT)) : Optional.empty();
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
