package io.github.diffusionj.model;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.scheduler.SchedulerJson;
import io.github.diffusionj.model.torchscript.TorchScriptConfig;
import io.github.diffusionj.model.torchscript.TorchScriptJson;
import io.github.diffusionj.model.unet.UNetJson;
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
    NetworkConfig network =
        understood(
            layout.config(), config, layout.isScript() ? TorchScriptJson::read : UNetJson::read);
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

  private static SchedulerConfig scheduler(JsonObject json, NetworkConfig network) {
    SchedulerConfig scheduler = SchedulerJson.read(TorchScriptJson.agreeing(json, network));
    if (network instanceof TorchScriptConfig script) {
      script.checkTimes(scheduler);
    }
    return scheduler;
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
