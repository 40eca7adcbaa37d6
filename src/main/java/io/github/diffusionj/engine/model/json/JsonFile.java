package io.github.diffusionj.engine.model.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON objects from untrusted files, and back. */
public final class JsonFile {

  /** A configuration is a few kilobytes; more than this is not read. */
  private static final long LARGEST = 4_000_000;

  /** Configurations and headers nest three deep. */
  private static final int DEEPEST = 16;

  private static final String INFINITY = "Infinity";

  private static final int LONGEST_MESSAGE = 400;

  private static final TypeAdapter<JsonElement> SCALARS = new Gson().getAdapter(JsonElement.class);

  private static final Gson WRITER =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private JsonFile() {}

  /**
   * Reads a file that holds one JSON object.
   *
   * @throws IOException with a sentence, if the file is missing, too large or not a JSON object
   */
  public static JsonObject read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing.");
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException(
          "%s is too large for a configuration: %d bytes, where at most %d are read."
              .formatted(file, Files.size(file), LARGEST));
    }
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new IOException(file + " does not hold a JSON object: it is not UTF-8.", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file + " does not hold a JSON object: " + brief(e.getMessage()) + ".", e);
    }
  }

  /**
   * Parses a text that holds one JSON object, strictly: no comments, no duplicate names, no
   * trailing text, and no deep nesting. The bare words Infinity and -Infinity, which Python writes
   * for such numbers though JSON has none, are read and written as 1e999 and -1e999, which Python
   * reads as the same.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static JsonObject parse(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(finite(text)))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEEPEST);
      JsonElement element = element(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT || !element.isJsonObject()) {
        throw new IllegalArgumentException("it is not one object");
      }
      return element.getAsJsonObject();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException(withoutAdvice(e.getMessage()), e);
    }
  }

  private static String finite(String text) {
    if (!text.contains(INFINITY)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\' && i + 1 < text.length()) {
        out.append(c).append(text.charAt(++i));
      } else if (!quoted && text.startsWith(INFINITY, i)) {
        out.append("1e999");
        i += INFINITY.length() - 1;
      } else {
        quoted ^= c == '"';
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Like Gson's own reader, but that lets the last of two members of one name win. */
  private static JsonElement element(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      default -> SCALARS.read(reader);
    };
  }

  private static JsonObject object(JsonReader reader) throws IOException {
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
    return object;
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(element(reader));
    }
    reader.endArray();
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
        .replaceFirst("Use JsonReader\\.setStrictness\\S* to accept ", "")
        .replaceFirst("(line \\d+ column \\d+) path .*", "$1");
  }

  /** The first line of a message that may quote a file, and no more of it than fits a dialog. */
  public static String brief(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  /** Writes an object, indented by two spaces. */
  public static void write(JsonObject json, Path file) throws IOException {
    Files.writeString(file, WRITER.toJson(json) + "\n", StandardCharsets.UTF_8);
  }
}
