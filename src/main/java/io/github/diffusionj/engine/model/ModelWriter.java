package io.github.diffusionj.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.diffusionj.engine.model.json.JsonFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a model to its path in diffusers' layout, complete or not at all: into a temporary folder
 * beside it, which is then moved into place.
 */
final class ModelWriter {

  private static final Set<String> OUR_FOLDERS = Set.of(ModelLayout.UNET, ModelLayout.SCHEDULER);
  private static final Set<String> OUR_FILES = Set.of(ModelLayout.INDEX, ModelLayout.NOTES);

  private final ModelFolder model;
  private final Path path;

  ModelWriter(ModelFolder model) {
    this.model = model;
    this.path = model.path();
  }

  /** Writes the weights into the network's folder. */
  @FunctionalInterface
  interface WeightsWriter {
    void write(Path folder) throws IOException;
  }

  void replace(WeightsWriter weights) throws IOException {
    checkPath();
    List<Path> others = Files.exists(path) ? otherFiles() : List.of();
    Path parent = path.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path scratch = Files.createTempDirectory(parent, "." + model.name());
    try {
      Path fresh = scratch.resolve(model.name());
      writeFiles(fresh, weights);
      for (Path other : others) {
        Files.copy(other, fresh.resolve(other.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
      FileTree.swap(fresh, path, scratch.resolve("old"));
    } finally {
      FileTree.delete(scratch);
    }
  }

  void checkPath() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!ModelFolder.isModel(path)) {
      throw new IOException(path + " is there already and is not a model; choose another name.");
    }
    ModelLayout layout = new ModelLayout(path);
    if (layout.isScript() || !layout.hasNetworkFolder()) {
      throw new IOException(
          "%s is there already and is not a model that can be written over; choose another name."
              .formatted(path));
    }
    otherFiles();
  }

  /** Files that are not ours in the folder that is there. */
  private List<Path> otherFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry) && !OUR_FOLDERS.contains(name)) {
          throw new IOException(
              "%s holds the folder %s, which is not part of such a model; choose another name."
                  .formatted(path, name));
        }
        if (Files.isRegularFile(entry) && !OUR_FILES.contains(name)) {
          files.add(entry);
        }
      }
    }
    return files;
  }

  private void writeFiles(Path folder, WeightsWriter weights) throws IOException {
    Path unet = Files.createDirectories(folder.resolve(ModelLayout.UNET));
    Path scheduler = Files.createDirectories(folder.resolve(ModelLayout.SCHEDULER));
    JsonFile.write(index(), folder.resolve(ModelLayout.INDEX));
    JsonFile.write(
        ModelJson.written(
            model.original().network(), UNetJson::read, UNetJson::write, model.unet()),
        unet.resolve(ModelLayout.CONFIG));
    JsonFile.write(
        ModelJson.written(
            model.original().scheduler(),
            SchedulerJson::read,
            SchedulerJson::write,
            model.scheduler()),
        scheduler.resolve(ModelLayout.SCHEDULER_CONFIG));
    JsonFile.write(
        ModelJson.written(
            model.original().notes(), ModelNotes::read, ModelNotes::write, model.notes()),
        folder.resolve(ModelLayout.NOTES));
    weights.write(unet);
  }

  /** Of the index only the scheduler's class is anything that we know. */
  private JsonObject index() {
    return ModelJson.written(
        model.original().index(),
        json -> model.original().scheduler().map(SchedulerJson::read).orElse(model.scheduler()),
        ModelWriter::index,
        model.scheduler());
  }

  private static JsonObject index(SchedulerConfig scheduler) {
    JsonObject json = new JsonObject();
    json.addProperty(
        "_class_name",
        scheduler.className().equals("DDIMScheduler") ? "DDIMPipeline" : "DDPMPipeline");
    json.addProperty("_diffusers_version", UNetJson.DIFFUSERS_VERSION);
    json.add("scheduler", component(scheduler.className()));
    json.add("unet", component("UNet2DModel"));
    return json;
  }

  private static JsonArray component(String className) {
    JsonArray array = new JsonArray();
    array.add("diffusers");
    array.add(className);
    return array;
  }
}
