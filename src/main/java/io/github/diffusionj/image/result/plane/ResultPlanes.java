package io.github.diffusionj.image.result.plane;

import ij.ImageStack;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;

/**
 * The planes of a result while the items of its source are written to it; one or several for each
 * plane of the source.
 *
 * <p>One thread may write at a time.
 */
public final class ResultPlanes {

  /** Words for a slice. */
  @FunctionalInterface
  public interface Labels {
    /**
     * The label of the slice with that plane.
     *
     * @param plane its number in the source, from 0
     */
    String of(int plane, int kind, int frame);
  }

  private final ImageItems source;
  private final PlaneAxes axes;
  private final ResultStack pixels;

  private ResultPlanes(ImageItems source, PlaneAxes axes, ResultStack pixels) {
    this.source = source;
    this.axes = axes;
    this.pixels = pixels;
  }

  /** Planes whose pixels are 0 until they are written. */
  public static ResultPlanes zeros(ImageItems source, PixelType type, PlaneAxes axes) {
    ResultStack pixels = ResultStack.zeros(source.planes(), type, axes.count());
    return new ResultPlanes(source, axes, pixels);
  }

  /** A copy of the source's planes, bit for bit. */
  public static ResultPlanes copyOf(ImageItems source) {
    return new ResultPlanes(
        source, PlaneAxes.like(source.planes()), ResultStack.copyOf(source.planes()));
  }

  /** The type of all planes. */
  public PixelType type() {
    return pixels.type();
  }

  /**
   * Writes an item.
   *
   * @param item the item's number in the source, from 0
   * @param values C·H·W pixel values; rounded half up and clipped unless the planes are 32-bit
   * @throws IllegalArgumentException if a value is NaN and the planes are not 32-bit, or the length
   *     is not C·H·W
   * @throws IndexOutOfBoundsException if there is no such item, kind or frame
   */
  public void write(int item, int kind, int frame, float[] values) {
    writeWhere(item, kind, frame, values, null);
  }

  /**
   * Writes the only kind and frame of an item where a mask is not 0, and leaves every other pixel
   * as it is.
   *
   * @param mask H·W values, the same for all channels
   */
  public void write(int item, float[] values, float[] mask) {
    Checks.length("mask", mask, source.planes().area());
    writeWhere(item, 0, 0, values, mask);
  }

  private void writeWhere(int item, int kind, int frame, float[] values, float[] mask) {
    int area = source.planes().area();
    Checks.length("item", values, source.channels() * area);
    int first = source.firstPlane(item);
    for (int c = 0; c < source.channels(); c++) {
      pixels.write(axes.place(first + c, kind, frame), values, c * area, mask);
    }
  }

  /** The slices, without labels; the pixels are shared. */
  public ImageStack toImageStack() {
    return pixels.toImageStack();
  }

  /** The slices with labels; the pixels are shared. */
  public ImageStack toImageStack(Labels labels) {
    ImageStack stack = toImageStack();
    for (int plane = 0; plane < source.planes().count(); plane++) {
      for (int kind = 0; kind < axes.kinds(); kind++) {
        for (int frame = 0; frame < axes.frames(); frame++) {
          int slice = pixels.slice(axes.place(plane, kind, frame));
          stack.setSliceLabel(labels.of(plane, kind, frame), slice + 1);
        }
      }
    }
    return stack;
  }
}
