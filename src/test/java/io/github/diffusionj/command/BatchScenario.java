package io.github.diffusionj.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.image.file.ImageFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/** Many small files of several kinds, some of them damaged. */
final class BatchScenario {

  private static final String[] TYPES = {"8-bit ramp", "16-bit ramp", "32-bit ramp", "RGB ramp"};

  private BatchScenario() {}

  /**
   * Writes files.
   *
   * @param count how many
   * @param every each that many-th is damaged
   */
  static void write(Path folder, int count, int every) throws Exception {
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve("image %03d.tif".formatted(i));
      if (i % every == every / 2) {
        Files.writeString(file, "not an image");
      } else {
        String type = TYPES[i % TYPES.length];
        ImagePlus image = IJ.createImage("a", type, 20 + i % 3, 14, 1 + i % 2);
        ImageFiles.writeTiff(image, file);
      }
    }
  }
}
