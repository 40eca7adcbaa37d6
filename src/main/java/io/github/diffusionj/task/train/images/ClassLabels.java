package io.github.diffusionj.task.train.images;

import io.github.diffusionj.base.FileTrouble;
import io.github.diffusionj.image.file.Csv;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the class of an image comes from.
 *
 * @param source nothing, the slices' labels, sub-folders, or a table
 * @param table the table's file, with a header and the columns {@code file} and {@code label}
 */
public record ClassLabels(Source source, Optional<Path> table) {

  /** Images have no class. */
  public static final ClassLabels NONE = new ClassLabels(Source.NONE, Optional.empty());

  /** Where classes come from. */
  public enum Source {
    NONE,
    SLICES,
    FOLDERS,
    TABLE
  }

  /** From a text: none or empty, slices, folders, or the path of a CSV file. */
  public static ClassLabels of(String text) {
    return switch (text == null ? "" : text.strip()) {
      case "", "none" -> NONE;
      case "slices" -> new ClassLabels(Source.SLICES, Optional.empty());
      case "folders" -> new ClassLabels(Source.FOLDERS, Optional.empty());
      default -> new ClassLabels(Source.TABLE, Optional.of(Path.of(text.strip())));
    };
  }

  /** The text that stands for this. */
  public String text() {
    return switch (source) {
      case NONE -> "none";
      case SLICES -> "slices";
      case FOLDERS -> "folders";
      case TABLE -> table.orElseThrow().toString();
    };
  }

  /**
   * The labels by file name of the table; empty unless the source is one.
   *
   * @throws IOException if it can't be read, or a line doesn't fit the header
   */
  Map<String, String> read() throws IOException {
    if (table.isEmpty()) {
      return Map.of();
    }
    Path file = table.get();
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "labels must be none, slices, folders or a CSV file, but there is no file %s."
              .formatted(file));
    }
    try {
      return parse(file, FileTrouble.reading(file, Files::readString));
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no CSV file: it is not UTF-8.", e);
    }
  }

  private static Map<String, String> parse(Path file, String text) throws IOException {
    List<Csv.Line> lines = lines(file, text);
    List<String> header = lines.isEmpty() ? List.of() : lines.get(0).values();
    int name = header.indexOf("file");
    int label = header.indexOf("label");
    if (name < 0 || label < 0) {
      throw new IOException(
          "%s must start with a line that names the columns file and label, but starts with '%s'."
              .formatted(file, text.lines().findFirst().orElse("")));
    }
    Map<String, String> labels = new HashMap<>();
    for (Csv.Line line : lines.subList(1, lines.size())) {
      List<String> cells = line.values();
      if (cells.size() != header.size()) {
        throw new IOException(
            "%s has %d columns in line %d, where the header has %d."
                .formatted(file, cells.size(), line.number(), header.size()));
      }
      if (!cells.get(label).isBlank()) {
        labels.put(cells.get(name).strip(), cells.get(label).strip());
      }
    }
    return labels;
  }

  private static List<Csv.Line> lines(Path file, String text) throws IOException {
    try {
      return Csv.lines(text);
    } catch (IOException e) {
      throw new IOException("%s is no CSV file: %s".formatted(file, FileTrouble.sentence(e)), e);
    }
  }
}
