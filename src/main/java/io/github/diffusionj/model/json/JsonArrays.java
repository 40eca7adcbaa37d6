package io.github.diffusionj.model.json;

import com.google.gson.JsonArray;
import java.util.List;

/** Lists as JSON. */
public final class JsonArrays {

  private JsonArrays() {}

  public static JsonArray ofTexts(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  public static JsonArray ofNumbers(List<? extends Number> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
