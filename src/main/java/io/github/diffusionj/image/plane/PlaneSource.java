package io.github.diffusionj.image.plane;

import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.pixel.PixelType;
import java.io.UncheckedIOException;

/**
 * Slices of pixels of one size and type that lie somewhere: in memory, in a file, in chunks. A box
 * of a slice is read when it is asked for, and nothing else of it needs to be. Calibration, labels
 * and looks belong to the image around a {@link SourceStack}.
 */
public interface PlaneSource {

  /** How a pixel is stored. */
  PixelType type();

  /** Pixels in a row. */
  int width();

  /** Rows. */
  int height();

  /** The number of slices. */
  int slices();

  /**
   * The stored pixels of a box, row after row.
   *
   * @param slice from 0
   * @param box inside the slice
   * @return an array as {@link PixelType#array} makes it; it may be the source's own, so it must
   *     not be changed
   * @throws UncheckedIOException with a sentence, if they can't be read
   * @throws IndexOutOfBoundsException if there is no such slice or box
   */
  Object read(int slice, PixelBox box);

  /** All of a slice, as {@link #read(int, PixelBox)} gives a box. */
  default Object read(int slice) {
    return read(slice, PixelBox.whole(width(), height()));
  }
}
