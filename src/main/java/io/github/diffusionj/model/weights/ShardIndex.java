package io.github.diffusionj.model.weights;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The index of weights that are spread over several safetensors files: the member {@code
 * weight_map} says which of the files beside the index has which tensor.
 *
 * @param file the index
 * @param map the name of the file for each tensor
 */
record ShardIndex(Path file, Map<String, String> map) {

  /** Every shard is held open; nobody cuts the weights of a U-Net into more. */
  private static final int MOST_SHARDS = 256;

  /** A plain name: no folder, no drive, nothing hidden. */
  private static final Pattern SHARD = Pattern.compile("\\w[\\w.-]{0,200}\\.safetensors");

  /**
   * Reads an index and checks that its shards are there; they are not opened.
   *
   * @throws IOException with a sentence that names the index and what is wrong with it
   */
  static ShardIndex read(Path file) throws IOException {
    JsonObject json = JsonFile.read(file);
    JsonElement weightMap = json.get("weight_map");
    if (weightMap == null || !weightMap.isJsonObject() || weightMap.getAsJsonObject().isEmpty()) {
      throw bad(file, "has no weight_map that says which file has which tensor");
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : weightMap.getAsJsonObject().entrySet()) {
      map.put(entry.getKey(), shard(file, entry.getKey(), entry.getValue()));
    }
    ShardIndex index = new ShardIndex(file, map);
    index.checkShards();
    return index;
  }

  private static String shard(Path file, String tensor, JsonElement name) throws IOException {
    boolean text = name.isJsonPrimitive() && name.getAsJsonPrimitive().isString();
    if (!text || !SHARD.matcher(name.getAsString()).matches()) {
      throw bad(
          file,
          "puts tensor %s into %s, which is not the plain name of a safetensors file beside it",
          tensor,
          name);
    }
    return name.getAsString();
  }

  private void checkShards() throws IOException {
    List<Path> shards = shards();
    if (shards.size() > MOST_SHARDS) {
      throw bad(file, "lists %d files, of which at most %d are read", shards.size(), MOST_SHARDS);
    }
    for (Path shard : shards) {
      if (!Files.isRegularFile(shard)) {
        throw bad(file, "lists the file %s, which is missing", shard.getFileName());
      }
    }
  }

  /** The files with the tensors, by name. */
  List<Path> shards() {
    return map.values().stream().distinct().sorted().map(file::resolveSibling).toList();
  }

  /**
   * Checks that a shard has the tensors that the index puts there, and no others.
   *
   * @throws IOException naming the first tensor that differs
   */
  void check(Safetensors shard) throws IOException {
    String name = shard.file().getFileName().toString();
    for (TensorSpec tensor : shard.tensors()) {
      String listed = map.get(tensor.name());
      if (!name.equals(listed)) {
        throw bad(
            file,
            "%s, but that tensor is in %s",
            listed == null
                ? "does not list tensor " + tensor.name()
                : "puts tensor %s into %s".formatted(tensor.name(), listed),
            name);
      }
    }
    for (Map.Entry<String, String> entry : map.entrySet()) {
      if (entry.getValue().equals(name) && !shard.has(entry.getKey())) {
        throw bad(file, "puts tensor %s into %s, where it is not", entry.getKey(), name);
      }
    }
  }

  private static IOException bad(Path file, String what, Object... values) {
    return new IOException(file + " " + JsonFile.brief(String.format(what, values)) + ".");
  }
}
