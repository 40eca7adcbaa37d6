package io.github.diffusionj.model.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/** Puts changed values into an object from a file, and leaves all else as it was there. */
public final class Overlay {

  private Overlay() {}

  /**
   * The object of a file with what differs between two forms of what was understood of it. Members
   * that were not understood, their order, absent defaults and the way in which numbers are written
   * stay.
   *
   * @param original as it was read
   * @param before what was understood of it
   * @param after the same with its new values
   * @return a new object
   */
  public static JsonObject apply(JsonObject original, JsonObject before, JsonObject after) {
    JsonObject result = original.deepCopy();
    for (String key : before.keySet()) {
      if (!after.has(key)) {
        result.remove(key);
      }
    }
    for (Map.Entry<String, JsonElement> entry : after.entrySet()) {
      if (!entry.getValue().equals(before.get(entry.getKey()))) {
        result.add(entry.getKey(), entry.getValue());
      }
    }
    return result;
  }
}
