package io.github.diffusionj.image.file;

import ij.measure.ResultsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated values (RFC 4180); those that are written have no line break in a value. */
public final class Csv {

  private static final CSVFormat FORMAT = format();

  private Csv() {}

  @SuppressWarnings("deprecation") // Fijis bring 1.12, which has nothing else
  private static CSVFormat format() {
    return CSVFormat.DEFAULT
        .builder()
        .setIgnoreSurroundingSpaces(true)
        .setRecordSeparator("\n")
        .build();
  }

  /** One line, without its end. */
  public static String line(List<String> values) {
    return FORMAT.format(
        values.stream().map(value -> value.replaceAll("\\s*[\\r\\n]+\\s*", " ")).toArray());
  }

  /**
   * A table as ImageJ shows it, with its headings. ResultsTable's own way of writing takes no
   * notice of a full disk.
   */
  public static String of(ResultsTable table) {
    StringBuilder text = new StringBuilder(cells(table.getColumnHeadings()));
    for (int row = 0; row < table.size(); row++) {
      text.append(cells(table.getRowAsString(row)));
    }
    return text.toString();
  }

  private static String cells(String tabbed) {
    return line(List.of(tabbed.split("\t", -1))) + "\n";
  }

  /**
   * A line that was read.
   *
   * @param number the line's number, from 1 on
   * @param values without spaces around them, unless they were in quotes
   */
  public record Line(long number, List<String> values) {}

  /**
   * The lines of a text, but for empty ones.
   *
   * @throws IOException if quotes don't end, or end before a value does
   */
  public static List<Line> lines(String text) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (CSVParser parser =
        CSVParser.parse(text.startsWith("\uFEFF") ? text.substring(1) : text, FORMAT)) {
      for (CSVRecord record : parser) {
        if (!record.toList().equals(List.of(""))) {
          lines.add(new Line(parser.getCurrentLineNumber(), record.toList()));
        }
      }
      return lines;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
