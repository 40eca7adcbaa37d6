package io.github.diffusionj.model;

import com.google.gson.JsonObject;
import io.github.diffusionj.model.json.ConfigReader;
import io.github.diffusionj.model.json.JsonArrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What diffusers' files don't say about a model, kept beside them in {@code diffusionj.json}; a
 * folder without that file has the defaults.
 *
 * @param range how an image's intensities map to [−1, 1] unless the user says otherwise: a mode of
 *     the {@code range} option
 * @param description one line about what the model shows
 * @param classes the names of the classes of a class-conditional network, in the order of its class
 *     embedding's rows; empty if they have no names or there are none
 * @param nullClass the row of the class embedding that stands for no class at all, which
 *     classifier-free guidance needs; empty if the network was not trained without class
 */
public record ModelNotes(
    String range, String description, List<String> classes, OptionalInt nullClass) {

  /** For a model that says nothing: 8-bit images were mapped by their type's full range. */
  public static final ModelNotes NONE = new ModelNotes("type", "");

  public ModelNotes {
    classes = List.copyOf(classes);
    if (classes.stream().anyMatch(String::isBlank)
        || new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException(
          "classes must be different names, but are " + classes + ".");
    }
    if (nullClass.isPresent() && nullClass.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "null_class must be at least 0, but is " + nullClass.getAsInt() + ".");
    }
  }

  /** For a model without classes. */
  public ModelNotes(String range, String description) {
    this(range, description, List.of(), OptionalInt.empty());
  }

  /**
   * What names a class, for messages.
   *
   * @param count the number of classes that the network knows
   */
  public String allowedClasses(int count) {
    return allowed(classes, count);
  }

  /**
   * What names a class, for messages.
   *
   * @param names of the classes; may be empty
   * @param count the number of classes
   */
  public static String allowed(List<String> names, int count) {
    String numbers = "a number between 0 and " + (count - 1);
    return names.isEmpty() ? numbers : numbers + " or one of " + String.join(", ", names);
  }

  static ModelNotes read(JsonObject json) {
    ConfigReader keys = new ConfigReader(json);
    return new ModelNotes(
        keys.text("range", NONE.range),
        keys.text("description", NONE.description),
        keys.texts("classes", List.of()),
        keys.has("null_class")
            ? OptionalInt.of(keys.integer("null_class", 0))
            : OptionalInt.empty());
  }

  JsonObject write() {
    JsonObject json = new JsonObject();
    json.addProperty("range", range);
    json.addProperty("description", description);
    if (!classes.isEmpty()) {
      json.add("classes", JsonArrays.ofTexts(classes));
    }
    nullClass.ifPresent(row -> json.addProperty("null_class", row));
    return json;
  }
}
