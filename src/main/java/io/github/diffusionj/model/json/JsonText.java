package io.github.diffusionj.model.json;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/**
 * Parses one text of JSON; what it builds is bounded, however the text is made. Only what Gson
 * 2.10.1 has is used: Fijis bring that.
 */
final class JsonText {

  /** Configurations and headers nest three deep. */
  private static final int DEEPEST = 16;

  /** A value takes some hundred bytes in memory, but as few as two in the text. */
  private static final int MOST_VALUES = 500_000;

  private static final String INFINITY = "Infinity";

  /** A number that JSON can hold and that every reader takes for infinity. */
  private static final String BEYOND_ALL = "1e999";

  private static final TypeAdapter<JsonElement> SCALARS = new Gson().getAdapter(JsonElement.class);

  private final String text;
  private int values;
  private int depth;

  JsonText(String text) {
    this.text = text;
  }

  /**
   * The object that the text holds.
   *
   * @throws IllegalArgumentException if it holds anything else
   */
  JsonObject object() {
    String strict = StrictText.replace(text, INFINITY, BEYOND_ALL);
    try (JsonReader reader = new JsonReader(new StringReader(strict))) {
      JsonElement element = element(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT || !element.isJsonObject()) {
        throw new IllegalArgumentException("it is not one object");
      }
      return element.getAsJsonObject();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException(withoutAdvice(e.getMessage()), e);
    }
  }

  /** A value as Python writes it: the number that stands for infinity by its name. */
  static String python(JsonElement value) {
    return value.toString().replace(BEYOND_ALL, INFINITY);
  }

  /** Like Gson's own reader, but that lets the last of two members of one name win. */
  private JsonElement element(JsonReader reader) throws IOException {
    if (++values > MOST_VALUES) {
      throw new IllegalArgumentException("it has more than " + MOST_VALUES + " values");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        enter();
        yield object(reader);
      }
      case BEGIN_ARRAY -> {
        enter();
        yield array(reader);
      }
      default -> SCALARS.read(reader);
    };
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("Nesting limit " + DEEPEST + " reached");
    }
  }

  private JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw new IllegalArgumentException("the name " + name + " is there twice");
      }
      object.add(name, element(reader));
    }
    reader.endObject();
    depth--;
    return object;
  }

  private JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(element(reader));
    }
    reader.endArray();
    depth--;
    return array;
  }

  /**
   * Gson's messages advise the programmer, and end with a link and the path of the element; the
   * line and column in the text are what the user can use.
   */
  private static String withoutAdvice(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("Use JsonReader\\.set\\S+ to accept ", "")
        .replaceFirst("(line \\d+ column \\d+) path .*", "$1");
  }
}
