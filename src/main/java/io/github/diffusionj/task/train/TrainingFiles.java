package io.github.diffusionj.task.train;

import com.google.gson.JsonObject;
import io.github.diffusionj.engine.model.json.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder beside a model in which its training keeps what it needs to go on: the settings and a
 * checkpoint. It may be deleted once the model is done.
 *
 * @param folder the model's folder with {@code .training} at its end
 */
record TrainingFiles(Path folder) {

  static TrainingFiles of(Path model) {
    return new TrainingFiles(model.resolveSibling(model.getFileName() + ".training"));
  }

  /** The state of the training. */
  Path checkpoint() {
    return folder.resolve("checkpoint.safetensors");
  }

  private Path record() {
    return folder.resolve("training.json");
  }

  /** Notes the settings of a training that starts, and forgets the checkpoint of an older one. */
  void begin(Map<String, String> settings) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(checkpoint());
    write(settings);
  }

  /** Notes the settings again, should somebody have removed the folder. */
  void keep(Map<String, String> settings) throws IOException {
    if (!Files.isRegularFile(record())) {
      Files.createDirectories(folder);
      write(settings);
    }
  }

  private void write(Map<String, String> settings) throws IOException {
    JsonObject json = new JsonObject();
    settings.forEach(json::addProperty);
    Path part = folder.resolve("training.json.part");
    try {
      JsonFile.write(json, part);
      Files.move(part, record(), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * The checkpoint to go on from, or nothing if the training was stopped before the first.
   *
   * @throws IOException if there is no training, or one with other settings
   */
  Optional<Path> resume(Map<String, String> settings) throws IOException {
    if (!Files.isRegularFile(record())) {
      throw new IOException(
          "There is no training to resume: %s is missing; train without resume first."
              .formatted(record()));
    }
    JsonObject json = JsonFile.read(record());
    Set<String> keys = new LinkedHashSet<>(settings.keySet());
    keys.addAll(json.keySet());
    for (String key : keys) {
      String before = json.has(key) ? json.get(key).getAsString() : "not there";
      String now = settings.getOrDefault(key, "not there");
      if (!before.equals(now)) {
        throw new IOException(
            "%s was %s in the training to resume, but is %s; resume needs the same settings."
                .formatted(key, before, now));
      }
    }
    return Files.isRegularFile(checkpoint()) ? Optional.of(checkpoint()) : Optional.empty();
  }
}
