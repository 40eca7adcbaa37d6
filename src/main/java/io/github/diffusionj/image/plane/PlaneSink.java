package io.github.diffusionj.image.plane;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PixelBox;
import java.io.UncheckedIOException;

/**
 * Slices that are written box by box, in any order; what was not written is 0, for RGB black. What
 * is read may be changed if it is then written back. One thread may write at a time.
 */
public interface PlaneSink extends PlaneSource {

  /**
   * Writes a box.
   *
   * @param slice from 0
   * @param box inside the slice
   * @param pixels an array of the sink's type, row after row, which is the sink's from then on
   * @throws UncheckedIOException with a sentence, if they can't be written
   * @throws IndexOutOfBoundsException if there is no such slice or box
   */
  void write(int slice, PixelBox box, Object pixels);

  /** What is written, as ImageJ's stack without labels. */
  ImageStack stack();
}
