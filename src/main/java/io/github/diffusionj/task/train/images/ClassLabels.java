package io.github.diffusionj.task.train.images;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      return parse(file, Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no CSV file: it is not UTF-8.", e);
    }
  }

  private static Map<String, String> parse(Path file, List<String> lines) throws IOException {
    List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0));
    int name = header.indexOf("file");
    int label = header.indexOf("label");
    if (name < 0 || label < 0) {
      throw new IOException(
          "%s must start with a line that names the columns file and label, but starts with '%s'."
              .formatted(file, lines.isEmpty() ? "" : lines.get(0)));
    }
    Map<String, String> labels = new HashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      List<String> cells = cells(lines.get(i));
      if (lines.get(i).isBlank()) {
        continue;
      }
      if (cells.size() != header.size()) {
        throw new IOException(
            "%s has %d columns in line %d, where the header has %d."
                .formatted(file, cells.size(), i + 1, header.size()));
      }
      if (!cells.get(label).isEmpty()) {
        labels.put(cells.get(name), cells.get(label));
      }
    }
    return labels;
  }

  /** The cells of a line; in double quotes a cell may hold commas, and a quote is doubled. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean doubled = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
      if (doubled) {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else if (c != '\uFEFF') {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
