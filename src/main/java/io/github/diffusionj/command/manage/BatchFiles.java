package io.github.diffusionj.command.manage;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.task.batch.BatchOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A command's outputs as files of a batch. The main one is the last image, which is in front when
 * the command has run in ImageJ; the others lie beside it.
 */
final class BatchFiles {

  private BatchFiles() {}

  /**
   * The names of the files beside the main one.
   *
   * @param outputs names and types of what the command can put out
   * @param values the command's inputs, which say whether there is a residual
   */
  static List<String> beside(Map<String, Class<?>> outputs, Map<String, Object> values) {
    String main = main(outputs);
    boolean residual = Boolean.TRUE.equals(values.get("residual"));
    return outputs.entrySet().stream()
        .filter(output -> !output.getKey().equals(main))
        .filter(output -> residual || !output.getKey().equals("difference"))
        .map(output -> file(output.getKey(), output.getValue()))
        .toList();
  }

  /**
   * What a command has put out.
   *
   * @param outputs names and types of what it can put out
   * @param made what it has, by the names of its outputs
   * @param values its inputs
   */
  static BatchOutput of(
      Map<String, Class<?>> outputs, Map<String, Object> made, Map<String, Object> values) {
    String main = main(outputs);
    Map<String, Object> beside = new LinkedHashMap<>();
    made.forEach((name, thing) -> beside.put(file(name, outputs.get(name)), thing));
    beside.remove(file(main, ImagePlus.class));
    return new BatchOutput(
        (ImagePlus) made.get(main), beside, Objects.toString(values.get("seed"), ""));
  }

  private static String main(Map<String, Class<?>> outputs) {
    return outputs.keySet().stream()
        .filter(name -> outputs.get(name) == ImagePlus.class)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** {@code resultPlot} is plot, and {@code resultTable} table.csv. */
  private static String file(String output, Class<?> type) {
    String name = output.replaceFirst("^result(?=[A-Z])", "").toLowerCase(Locale.ROOT);
    return type == ResultsTable.class ? name + ".csv" : name;
  }
}
