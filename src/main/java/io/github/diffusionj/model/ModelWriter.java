package io.github.diffusionj.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.diffusionj.base.FileTree;
import io.github.diffusionj.model.json.Diffusers;
import io.github.diffusionj.model.json.JsonArrays;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.scheduler.SchedulerJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Writes a model to its path in diffusers' layout, complete or not at all: into a temporary folder
 * beside it, which is then moved into place.
 */
final class ModelWriter {

  private static final Set<String> OUR_FOLDERS =
      Set.of(ModelLayout.UNET, ModelLayout.SCHEDULER, ModelLayout.CLASSIFIER);
  private static final Set<String> OUR_FILES = Set.of(ModelLayout.INDEX, ModelLayout.NOTES);

  private final ModelFolder model;
  private final Path path;

  ModelWriter(ModelFolder model) {
    this.model = model;
    this.path = model.path();
  }

  /**
   * Writes the model.
   *
   * @param classifier the folder of the classifier that it is to have, which may be missing
   * @param weights writes the weights into the network's folder
   */
  void replace(Path classifier, FileTree.Filler weights) throws IOException {
    checkPath();
    FileTree.replace(
        path,
        path.toAbsolutePath().getParent(),
        fresh -> {
          if (Files.exists(path)) {
            FileTree.copyFiles(path, fresh, OUR_FILES);
          }
          writeFiles(fresh, weights);
          if (Files.isDirectory(classifier)) {
            Path copy = Files.createDirectory(fresh.resolve(ModelLayout.CLASSIFIER));
            FileTree.copyFiles(classifier, copy, Set.of());
          }
        });
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
    checkFolders();
  }

  private void checkFolders() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry) && !OUR_FOLDERS.contains(name)) {
          throw new IOException(
              "%s holds the folder %s, which is not part of such a model; choose another name."
                  .formatted(path, name));
        }
      }
    }
  }

  private void writeFiles(Path folder, FileTree.Filler weights) throws IOException {
    Path unet = Files.createDirectories(folder.resolve(ModelLayout.UNET));
    Path scheduler = Files.createDirectories(folder.resolve(ModelLayout.SCHEDULER));
    JsonFile.write(index(), folder.resolve(ModelLayout.INDEX));
    JsonFile.write(
        ModelJson.written(
            model.original().network(),
            NetworkKinds::architecture,
            Architecture::toJson,
            model.architecture()),
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
    weights.fill(unet);
  }

  /** Of the index only the scheduler's class is anything that we know. */
  private JsonObject index() {
    return ModelJson.written(
        model.original().index(),
        json -> model.original().scheduler().map(SchedulerJson::read).orElse(model.scheduler()),
        this::index,
        model.scheduler());
  }

  private JsonObject index(SchedulerConfig scheduler) {
    JsonObject json = new JsonObject();
    json.addProperty(
        "_class_name",
        scheduler.className().equals("DDIMScheduler") ? "DDIMPipeline" : "DDPMPipeline");
    json.addProperty("_diffusers_version", Diffusers.VERSION);
    json.add("scheduler", component(scheduler.className()));
    json.add("unet", component(model.network().className()));
    return json;
  }

  private static JsonArray component(String className) {
    return JsonArrays.ofTexts(List.of("diffusers", className));
  }
}
