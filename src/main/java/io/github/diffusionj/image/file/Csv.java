package io.github.diffusionj.image.file;

import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180), without line breaks in a value. */
public final class Csv {

  private Csv() {}

  /** One line, without its end. */
  public static String line(List<String> values) {
    return values.stream().map(Csv::quoted).collect(Collectors.joining(","));
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

  private static String quoted(String value) {
    String single = value.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    return single.matches("[^,\"]*") ? single : '"' + single.replace("\"", "\"\"") + '"';
  }

  /** The values of a line. */
  public static List<String> values(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && inside && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append(c);
        i++;
      } else if (c == '"') {
        inside = !inside;
      } else if (c == ',' && !inside) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}
