package io.github.diffusionj.model;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import io.github.diffusionj.model.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a model folder, and other ways to lay them out. */
final class ModelFiles {

  /** All JSON files of a model that we write. */
  static final List<String> JSON =
      List.of(
          "model_index.json",
          "unet/config.json",
          "scheduler/scheduler_config.json",
          "diffusionj.json");

  static final String SHARD_INDEX = WeightFiles.WHOLE + ".index.json";

  static final List<String> SHARDS =
      List.of(
          "diffusion_pytorch_model-00001-of-00002.safetensors",
          "diffusion_pytorch_model-00002-of-00002.safetensors");

  private ModelFiles() {}

  /** Writes a model anew with its weights in two files and an index. */
  static Path shard(ModelFolder model, Path folder) throws IOException {
    for (String file : JSON) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(model.path().resolve(file), copy);
    }
    JsonObject map = new JsonObject();
    try (Safetensors whole = Safetensors.open(model.weights())) {
      List<TensorSpec> tensors = whole.tensors();
      int half = tensors.size() / 2;
      List<List<TensorSpec>> parts =
          List.of(tensors.subList(0, half), tensors.subList(half, tensors.size()));
      for (int i = 0; i < parts.size(); i++) {
        String name = SHARDS.get(i);
        SafetensorsWriter.write(
            folder.resolve("unet").resolve(name),
            TensorType.F32,
            parts.get(i),
            tensor -> whole.bytes(tensor.name()));
        parts.get(i).forEach(tensor -> map.addProperty(tensor.name(), name));
      }
    }
    JsonObject index = new JsonObject();
    index.add("metadata", new JsonObject());
    index.add("weight_map", map);
    Files.writeString(folder.resolve("unet").resolve(SHARD_INDEX), index.toString());
    return folder;
  }
}
