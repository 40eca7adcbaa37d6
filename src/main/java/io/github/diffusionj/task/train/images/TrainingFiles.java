package io.github.diffusionj.task.train.images;

import com.google.gson.JsonObject;
import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.base.FolderLock;
import io.github.diffusionj.base.ScratchFolder;
import io.github.diffusionj.model.json.JsonFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
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

  /**
   * Takes the folder, made if need be, for one training, and ends what a killed one left, also
   * beside the folder, where models are replaced.
   *
   * @return to be closed when the training ends; removes the folder if nothing was kept in it
   * @throws IOException if another training has it, or it can't be written to
   */
  public Closeable take() throws IOException {
    Files.createDirectories(folder);
    FolderLock lock = FolderLock.take(folder, "training");
    AtomicFile.sweep(List.of(checkpoint(), record()));
    ScratchFolder.recover(folder.toAbsolutePath().getParent());
    return () -> {
      lock.close();
      removeIfEmpty();
    };
  }

  private void removeIfEmpty() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // there is something to resume, or nothing there can be removed
    }
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
  public void replace(Map<String, String> settings, AtomicFile.Writer writer) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.write(
        record(),
        part -> {
          JsonFile.write(json(settings), part);
          AtomicFile.write(
              checkpoint(),
              first -> {
                writer.write(first);
                Files.deleteIfExists(record());
              });
        });
  }

  /** Notes the settings again, should somebody have removed the folder. */
  public void keep(Map<String, String> settings) throws IOException {
    if (!Files.isRegularFile(record())) {
      Files.createDirectories(folder);
      write(settings);
    }
  }

  private void write(Map<String, String> settings) throws IOException {
    AtomicFile.write(record(), part -> JsonFile.write(json(settings), part));
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
