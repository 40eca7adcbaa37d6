package io.github.diffusionj.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.diffusionj.engine.model.json.JsonFile;
import io.github.diffusionj.engine.model.weights.SafetensorsWriter;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import io.github.diffusionj.engine.model.weights.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A model in diffusers' layout, read but not yet on a device: {@code model_index.json}, {@code
 * unet/config.json}, {@code unet/diffusion_pytorch_model.safetensors}, {@code
 * scheduler/scheduler_config.json}, and our own {@code diffusionj.json}; or with {@code
 * torchscript.json} and {@code model.pt} in place of the U-Net.
 *
 * @param path the folder
 * @param network the architecture
 * @param scheduler the schedule
 * @param notes what diffusers' files don't say
 */
public record ModelFolder(
    Path path, NetworkConfig network, SchedulerConfig scheduler, ModelNotes notes) {

  private static final String INDEX = "model_index.json";
  private static final String UNET = "unet/config.json";
  private static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
  private static final String SCHEDULER = "scheduler/scheduler_config.json";
  private static final String NOTES = "diffusionj.json";
  private static final String SCRIPT = "torchscript.json";
  private static final String SCRIPT_WEIGHTS = "model.pt";

  private static final Set<String> OUR_FOLDERS = Set.of("unet", "scheduler");
  private static final Set<String> OUR_FILES = Set.of(INDEX, NOTES);

  /** The model's name: that of its folder. */
  public String name() {
    return path.getFileName().toString();
  }

  /**
   * The architecture, for what needs a U-Net whose layers are known.
   *
   * @throws IllegalArgumentException if the network is of another kind
   */
  public UNetConfig unet() {
    if (network instanceof UNetConfig unet) {
      return unet;
    }
    throw new IllegalArgumentException(
        "The model %s is not a U-Net of diffusers' kind, which is needed here.".formatted(name()));
  }

  /** The file with the weights. */
  public Path weights() {
    return path.resolve(network instanceof TorchScriptConfig ? SCRIPT_WEIGHTS : WEIGHTS);
  }

  /**
   * What tells these weights from all others: the first 16 hexadecimal digits of the SHA-256 of
   * their file.
   *
   * @throws IOException if the file is missing or can't be read
   */
  public String hash() throws IOException {
    if (!Files.isRegularFile(weights())) {
      throw new IOException(
          "The model %s has no weights: the file %s is missing.".formatted(name(), weights()));
    }
    try (InputStream in = Files.newInputStream(weights())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }

  /** Whether a folder looks like a model: whether it has the architecture's file. */
  public static boolean isModel(Path folder) {
    return Files.isRegularFile(folder.resolve(UNET)) || isScript(folder);
  }

  private static boolean isScript(Path folder) {
    return Files.isRegularFile(folder.resolve(SCRIPT));
  }

  /**
   * Reads the configurations of a model; the weights are not touched.
   *
   * @throws IOException with a sentence that names the file and what is wrong with it
   */
  public static ModelFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no model folder " + folder + ".");
    }
    Path notes = folder.resolve(NOTES);
    NetworkConfig network = readNetwork(folder);
    return new ModelFolder(
        folder,
        network,
        read(folder.resolve(SCHEDULER), json -> SchedulerJson.read(completed(json, network))),
        Files.exists(notes) ? read(notes, ModelNotes::read) : ModelNotes.NONE);
  }

  private static NetworkConfig readNetwork(Path folder) throws IOException {
    if (!isScript(folder)) {
      return read(folder.resolve(UNET), UNetJson::read);
    }
    if (Files.exists(folder.resolve(UNET))) {
      throw new IOException(
          "%s holds both %s and %s, but a model has only one of them."
              .formatted(folder, UNET, SCRIPT));
    }
    return read(folder.resolve(SCRIPT), TorchScriptJson::read);
  }

  /** A TorchScript network says itself what it predicts; the scheduler's file must not differ. */
  private static JsonObject completed(JsonObject scheduler, NetworkConfig network) {
    if (network instanceof TorchScriptConfig script) {
      String key = TorchScriptJson.PREDICTION;
      JsonPrimitive wanted = new JsonPrimitive(script.prediction().label());
      if (scheduler.has(key) && !scheduler.get(key).equals(wanted)) {
        throw new IllegalArgumentException(
            "%s is %s, but %s says %s; make them agree."
                .formatted(key, scheduler.get(key), SCRIPT, wanted));
      }
      scheduler.add(key, wanted);
    }
    return scheduler;
  }

  private static <T> T read(Path file, Function<JsonObject, T> reader) throws IOException {
    JsonObject json = JsonFile.read(file);
    try {
      return reader.apply(json);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + JsonFile.brief(e.getMessage()), e);
    }
  }

  /**
   * Writes this model to its path, complete or not at all: into a temporary folder beside it, which
   * is then moved into place. Of a model that was there before, files beside ours, such as a
   * README, are kept, and the rest is removed after that.
   *
   * @param tensors the weights' names and shapes, in the order to write
   * @param source the weights as float32
   * @throws IOException if the path is there but not a model, holds folders that are not ours, or
   *     can't be written; what was there stays
   */
  public void replace(List<TensorSpec> tensors, SafetensorsWriter.Source source)
      throws IOException {
    checkPath();
    List<Path> others = Files.exists(path) ? otherFiles() : List.of();
    Path parent = path.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path scratch = Files.createTempDirectory(parent, "." + name());
    try {
      Path fresh = scratch.resolve(name());
      new ModelFolder(fresh, network, scheduler, notes).writeFiles(tensors, source);
      for (Path other : others) {
        Files.copy(other, fresh.resolve(other.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
      swap(fresh, scratch.resolve("old"));
    } finally {
      FileTree.delete(scratch);
    }
  }

  private void swap(Path fresh, Path old) throws IOException {
    boolean replaces = Files.exists(path);
    if (replaces) {
      Files.move(path, old);
    }
    try {
      Files.move(fresh, path);
    } catch (IOException | RuntimeException e) {
      if (replaces) {
        Files.move(old, path);
      }
      throw e;
    }
  }

  /**
   * Checks that {@link #replace} would not harm what is at the path.
   *
   * @throws IOException if something is there that is not a model
   */
  public void checkPath() throws IOException {
    if (Files.exists(path) && (!isModel(path) || isScript(path))) {
      throw new IOException(
          "%s is there already and is not a model%s; choose another name."
              .formatted(path, isScript(path) ? " that can be written over" : ""));
    }
    if (Files.exists(path)) {
      otherFiles();
    }
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

  private void writeFiles(List<TensorSpec> tensors, SafetensorsWriter.Source source)
      throws IOException {
    Files.createDirectories(path.resolve(UNET).getParent());
    Files.createDirectories(path.resolve(SCHEDULER).getParent());
    JsonFile.write(index(), path.resolve(INDEX));
    JsonFile.write(UNetJson.write(unet()), path.resolve(UNET));
    JsonFile.write(SchedulerJson.write(scheduler), path.resolve(SCHEDULER));
    JsonFile.write(notes.write(), path.resolve(NOTES));
    SafetensorsWriter.write(weights(), TensorType.F32, tensors, source);
  }

  private JsonObject index() {
    JsonObject json = new JsonObject();
    json.addProperty(
        "_class_name",
        scheduler.className().equals("DDIMScheduler") ? "DDIMPipeline" : "DDPMPipeline");
    json.addProperty("_diffusers_version", UNetJson.DIFFUSERS_VERSION);
    json.add("scheduler", component("diffusers", scheduler.className()));
    json.add("unet", component("diffusers", "UNet2DModel"));
    return json;
  }

  private static JsonArray component(String library, String className) {
    JsonArray array = new JsonArray();
    array.add(library);
    array.add(className);
    return array;
  }
}
