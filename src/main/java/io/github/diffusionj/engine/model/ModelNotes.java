package io.github.diffusionj.engine.model;

import com.google.gson.JsonObject;
import io.github.diffusionj.engine.model.json.ConfigReader;

/**
 * What diffusers' files don't say about a model, kept beside them in {@code diffusionj.json}; a
 * folder without that file has the defaults.
 *
 * @param range how an image's intensities map to [−1, 1] unless the user says otherwise: a mode of
 *     the {@code range} option
 * @param description one line about what the model shows
 */
public record ModelNotes(String range, String description) {

  /** For a model that says nothing: 8-bit images were mapped by their type's full range. */
  public static final ModelNotes NONE = new ModelNotes("type", "");

  static ModelNotes read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    return new ModelNotes(
        keys.text("range", NONE.range), keys.text("description", NONE.description));
  }

  JsonObject write() {
    JsonObject json = new JsonObject();
    json.addProperty("range", range);
    json.addProperty("description", description);
    return json;
  }
}
