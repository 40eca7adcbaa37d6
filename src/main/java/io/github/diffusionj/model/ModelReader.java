package io.github.diffusionj.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.scheduler.SchedulerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads the JSON files of a model folder. */
final class ModelReader {

  private final Path folder;
  private final ModelLayout layout;

  ModelReader(Path folder) {
    this.folder = folder;
    this.layout = new ModelLayout(folder);
  }

  ModelFolder read() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no model folder " + folder + ".");
    }
    Optional<JsonObject> index = json(layout.index());
    if (index.isPresent()) {
      understood(layout.index().get(), index.get(), ModelJson::checkIndex);
    }
    checkOneNetwork();
    JsonObject config = JsonFile.read(layout.config());
    NetworkConfig network = understood(layout.config(), config, NetworkKinds.reader(layout));
    Optional<JsonObject> scheduler = json(layout.scheduler());
    Optional<JsonObject> notes = json(layout.notes());
    return new ModelFolder(
        folder,
        network,
        scheduler.isPresent()
            ? understood(
                layout.scheduler().get(), scheduler.get(), json -> scheduler(json, network))
            : ModelFolder.DEFAULT_SCHEDULER,
        notes.isPresent()
            ? understood(layout.notes().get(), notes.get(), ModelNotes::read)
            : ModelNotes.NONE,
        new ModelJson(index, Optional.of(config), scheduler, notes));
  }

  private SchedulerConfig scheduler(JsonObject json, NetworkConfig network) {
    SchedulerConfig scheduler =
        SchedulerJson.read(
            network.statedPrediction().map(stated -> agreeing(json, stated)).orElse(json));
    network.checkScheduler(scheduler);
    return scheduler;
  }

  /** The scheduler's file may say what the network puts out too, but nothing else. */
  private JsonObject agreeing(JsonObject scheduler, Prediction stated) {
    JsonPrimitive wanted = new JsonPrimitive(stated.label());
    if (scheduler.has(SchedulerJson.PREDICTION)
        && !scheduler.get(SchedulerJson.PREDICTION).equals(wanted)) {
      throw new IllegalArgumentException(
          "%s is %s, but %s says %s; make them agree."
              .formatted(
                  SchedulerJson.PREDICTION,
                  scheduler.get(SchedulerJson.PREDICTION),
                  layout.config().getFileName(),
                  wanted));
    }
    JsonObject completed = scheduler.deepCopy();
    completed.add(SchedulerJson.PREDICTION, wanted);
    return completed;
  }

  private void checkOneNetwork() throws IOException {
    if (layout.isScript() && layout.hasNetworkFolder()) {
      throw new IOException(
          "%s holds both %s/%s and %s, but a model has only one of them."
              .formatted(folder, ModelLayout.UNET, ModelLayout.CONFIG, ModelLayout.SCRIPT));
    }
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
}
