package io.github.diffusionj.task.latent;

import ij.ImagePlus;
import java.util.List;

/**
 * The x_t of an image.
 *
 * @param image x_t as a 32-bit image in the original's units, which records how it came about
 * @param rows how well it works, for the number of steps that was asked for and those compared
 */
public record InvertResult(ImagePlus image, List<InvertRow> rows) {

  public InvertResult {
    rows = List.copyOf(rows);
  }
}
