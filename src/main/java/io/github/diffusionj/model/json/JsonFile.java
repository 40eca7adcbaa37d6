package io.github.diffusionj.model.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.diffusionj.base.FileTrouble;
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
      return parse(FileTrouble.reading(file, Files::readString));
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

  /**
   * A message that may quote a file, in one line and no longer than fits a dialog: the middle gives
   * way, since the end says what is allowed.
   */
  public static String brief(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    int over = line.length() - LONGEST_MESSAGE;
    return over <= 0
        ? line
        : line.substring(0, LONGEST_MESSAGE / 2) + "…" + line.substring(LONGEST_MESSAGE / 2 + over);
  }

  /** Writes an object, indented by two spaces. */
  public static void write(JsonObject json, Path file) throws IOException {
    Files.writeString(file, WRITER.toJson(json) + "\n", StandardCharsets.UTF_8);
  }
}
