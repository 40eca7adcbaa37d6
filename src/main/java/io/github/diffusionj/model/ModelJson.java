package io.github.diffusionj.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.Overlay;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The JSON files of a model as they were read, so that what this version doesn't know is there when
 * the model is written again. Nothing may change them.
 *
 * @param index {@code model_index.json}
 * @param network the network's {@code config.json}
 * @param scheduler {@code scheduler_config.json}
 * @param notes {@code diffusionj.json}
 */
record ModelJson(
    Optional<JsonObject> index,
    Optional<JsonObject> network,
    Optional<JsonObject> scheduler,
    Optional<JsonObject> notes) {

  /** Of a model that was not read. */
  static final ModelJson NONE =
      new ModelJson(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final Set<String> COMPONENTS = Set.of("unet", "scheduler");

  /**
   * Refuses a pipeline with more than a network and a scheduler: its network may see something else
   * than pixels.
   *
   * @throws IllegalArgumentException naming the component
   */
  static JsonObject checkIndex(JsonObject index) {
    for (Map.Entry<String, JsonElement> entry : index.entrySet()) {
      boolean component = entry.getValue().isJsonArray() && !COMPONENTS.contains(entry.getKey());
      if (component && !isAbsent(entry.getValue().getAsJsonArray())) {
        throw new IllegalArgumentException(
            "the pipeline has a component %s, but only unet and scheduler are supported."
                .formatted(entry.getKey()));
      }
    }
    return index;
  }

  /** An optional component that is not there is written as two nulls. */
  private static boolean isAbsent(JsonArray component) {
    for (JsonElement part : component) {
      if (!part.isJsonNull()) {
        return false;
      }
    }
    return true;
  }

  /** The JSON to write: what was read, with the values that are others now. */
  static <T> JsonObject written(
      Optional<JsonObject> original,
      Function<JsonObject, T> read,
      Function<T, JsonObject> write,
      T now) {
    JsonObject after = write.apply(now);
    return original
        .map(json -> Overlay.apply(json, write.apply(read.apply(json)), after))
        .orElse(after);
  }
}
