package io.github.diffusionj.engine.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON objects from untrusted files, and back. */
final class JsonFile {

  /** A configuration is a few kilobytes; more than this is not read. */
  private static final long LARGEST = 4_000_000;

  private static final Gson WRITER =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private JsonFile() {}

  /**
   * Reads a file that holds one JSON object.
   *
   * @throws IOException with a sentence, if the file is missing, too large or not a JSON object
   */
  static JsonObject read(Path file) throws IOException {
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
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw new IOException(file + " does not hold a JSON object: " + e.getMessage(), e);
    }
  }

  /**
   * Parses a text that holds one JSON object, strictly: no comments, no duplicate names, no
   * trailing text, and no nesting deeper than Gson's limit.
   */
  static JsonObject parse(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = new Gson().getAdapter(JsonElement.class).read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT || !element.isJsonObject()) {
        throw new IllegalArgumentException("it is not one object.");
      }
      return element.getAsJsonObject();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Writes an object, indented by two spaces. */
  static void write(JsonObject json, Path file) throws IOException {
    Files.writeString(file, WRITER.toJson(json) + "\n", StandardCharsets.UTF_8);
  }
}
