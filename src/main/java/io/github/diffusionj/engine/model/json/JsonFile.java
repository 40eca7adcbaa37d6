package io.github.diffusionj.engine.model.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON objects from untrusted files, and back. */
public final class JsonFile {

  /** A configuration is a few kilobytes; more than this is not read. */
  private static final long LARGEST = 4_000_000;

  private static final int LONGEST_MESSAGE = 400;

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
   * trailing text, no deep nesting, no NaN. Infinity alone is taken where JSON has no word for it:
   * Python writes it, in the configuration of every DPM-Solver.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static JsonObject parse(String text) {
    return new JsonText(text).object();
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
