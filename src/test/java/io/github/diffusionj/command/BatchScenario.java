package io.github.diffusionj.command;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Many small files of several kinds in two folders, some of them damaged in several ways. */
final class BatchScenario {

  private static final String[] TYPES = {"8-bit ramp", "16-bit ramp", "32-bit ramp", "RGB ramp"};
  private static final String[] ENDINGS = {".tif", ".png", ".TIF", ".tif", ".tiff"};

  private BatchScenario() {}

  /**
   * Writes files.
   *
   * @param count how many
   * @param every each that many-th is damaged
   */
  static void write(Path folder, int count, int every) throws IOException {
    Path deep = Files.createDirectories(folder.resolve("deep"));
    for (int i = 0; i < count; i++) {
      String ending = ENDINGS[i % ENDINGS.length];
      String type = ending.equals(".png") ? "8-bit ramp" : TYPES[i % TYPES.length];
      Path file = (i % 4 == 3 ? deep : folder).resolve("image %03d%s".formatted(i, ending));
      ImagePlus image = IJ.createImage("a", type, 20 + i % 3, 14, 1 + i % 2);
      if (ending.equals(".png")) {
        ImageIO.write(image.getBufferedImage(), "png", file.toFile());
      } else {
        ImageFiles.writeTiff(image, file);
      }
      if (i % every == every / 2) {
        damage(file, i / every);
      }
    }
  }

  /** As no image, as an empty file, cut off, or with a pixel that is no number. */
  private static void damage(Path file, int kind) throws IOException {
    switch (kind % 4) {
      case 0 -> Files.writeString(file, "not an image");
      case 1 -> Files.write(file, new byte[0]);
      case 2 -> {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      }
      default -> {
        ImagePlus image = IJ.createImage("a", "32-bit ramp", 20, 14, 1);
        image.getProcessor().setf(3, 2, Float.NaN);
        ImageFiles.writeTiff(image, file);
      }
    }
  }
}
