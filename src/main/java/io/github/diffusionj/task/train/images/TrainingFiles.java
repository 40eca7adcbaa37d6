package io.github.diffusionj.task.train.images;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.JsonFile;
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
public record TrainingFiles(Path folder) {

  public static TrainingFiles of(Path model) {
    return new TrainingFiles(model.resolveSibling(model.getFileName() + ".training"));
  }

  public static TrainingFiles ofClassifier(Path model) {
    return of(model.resolveSibling(model.getFileName() + ".classifier"));
  }

  /** The state of the training. */
  public Path checkpoint() {
    return folder.resolve("checkpoint.safetensors");
  }

  private Path record() {
    return folder.resolve("training.json");
  }

  private Path part() {
    return folder.resolve("training.json.part");
  }

  /** Writes a checkpoint to a file, complete or not at all. */
  @FunctionalInterface
  public interface CheckpointWriter {
    void write(Path file) throws IOException;
  }

  /**
   * Notes the settings of a training that starts, unless an older one has a checkpoint: that and
   * its settings stay until {@link #replace}.
   *
   * @return whether they are noted
   */
  public boolean begin(Map<String, String> settings) throws IOException {
    if (Files.exists(checkpoint())) {
      return false;
    }
    Files.createDirectories(folder);
    write(settings);
    return true;
  }

  /**
   * Puts the first checkpoint of a training and its settings in the place of those of an older one.
   * Settings are never beside the checkpoint of another training: they are missing for a moment.
   *
   * @throws IOException if either can't be written; what was there stays
   */
  public void replace(Map<String, String> settings, CheckpointWriter writer) throws IOException {
    Path first = folder.resolve("checkpoint.safetensors.new");
    Files.createDirectories(folder);
    try {
      writer.write(first);
      JsonFile.write(json(settings), part());
      Files.deleteIfExists(record());
      Files.move(first, checkpoint(), StandardCopyOption.REPLACE_EXISTING);
      Files.move(part(), record());
    } finally {
      Files.deleteIfExists(first);
      Files.deleteIfExists(part());
    }
  }

  /** Notes the settings again, should somebody have removed the folder. */
  public void keep(Map<String, String> settings) throws IOException {
    if (!Files.isRegularFile(record())) {
      Files.createDirectories(folder);
      write(settings);
    }
  }

  private void write(Map<String, String> settings) throws IOException {
    try {
      JsonFile.write(json(settings), part());
      Files.move(part(), record(), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part());
    }
  }

  private static JsonObject json(Map<String, String> settings) {
    JsonObject json = new JsonObject();
    settings.forEach(json::addProperty);
    return json;
  }

  /**
   * The checkpoint to go on from, or nothing if the training was stopped before the first.
   *
   * @throws IOException if there is no training, or one with other settings
   */
  public Optional<Path> resume(Map<String, String> settings) throws IOException {
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
