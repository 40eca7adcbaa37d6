package io.github.diffusionj.task.batch;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.AtomicFile;
import io.github.diffusionj.image.file.Csv;
import io.github.diffusionj.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command makes of an image.
 *
 * @param main the main result
 * @param beside images and {@link ResultsTable}s by the names in their files' names, see {@link
 *     BatchOptions#beside}
 * @param seed for the manifest; an empty text if there is none
 */
public record BatchOutput(ImagePlus main, Map<String, Object> beside, String seed) {

  /**
   * Checks that there is something, and that it can be written.
   *
   * @throws IllegalArgumentException if the main result is missing, or something is neither an
   *     image nor a table
   */
  public BatchOutput {
    if (main == null) {
      throw new IllegalArgumentException("The command made no image.");
    }
    beside = new LinkedHashMap<>(beside);
    for (Object thing : beside.values()) {
      if (!(thing instanceof ImagePlus || thing instanceof ResultsTable)) {
        throw new IllegalArgumentException("Neither an image nor a table: " + thing);
      }
    }
  }

  /** One image, nothing beside it and no seed. */
  public static BatchOutput of(ImagePlus main) {
    return new BatchOutput(main, Map.of(), "");
  }

  /** Writes what lies beside the main result, or the main result itself. */
  void write(String name, Path file) throws IOException {
    if (name.equals(ResultFile.MAIN)) {
      ImageFiles.writeTiff(main, file);
    } else if (beside.get(name) instanceof ImagePlus image) {
      ImageFiles.writeTiff(image, file);
    } else if (beside.get(name) instanceof ResultsTable table) {
      AtomicFile.writeOrSay(file, part -> Files.writeString(part, Csv.of(table)));
    }
  }
}
