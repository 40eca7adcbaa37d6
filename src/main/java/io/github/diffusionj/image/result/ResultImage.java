package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.result.plane.PlaneAxes;
import io.github.diffusionj.image.result.plane.ResultPlanes;
import io.github.diffusionj.image.source.ImageItems;

/**
 * A new image like the source, written item by item.
 *
 * <p>Calibration, C/Z/T, slice labels, LUTs, composite mode, display range, overlay, info and
 * properties carry over; what {@link Provenance} recorded does not, since the result has its own.
 * The selection does not either. A result is in memory even if the source is a virtual stack,
 * unless its stack names another {@link io.github.diffusionj.image.plane.PlaneStore}. RGB as 32-bit
 * is a composite with the channels red, green and blue.
 *
 * <p>One thread may write at a time.
 */
public final class ResultImage {

  private final ImageItems source;
  private final ResultPlanes pixels;
  private final String title;

  private ResultImage(ImageItems source, ResultPlanes pixels, String title) {
    this.source = source;
    this.pixels = pixels;
    this.title = title;
  }

  /**
   * Starts a result whose pixels are 0 until they are written.
   *
   * @throws IllegalArgumentException if the type is SOURCE and the recorded one cannot be read
   */
  public static ResultImage like(ImageItems source, OutputType type, String title) {
    PixelType pixelType = type == OutputType.FLOAT32 ? PixelType.FLOAT32 : source.originalType();
    PlaneAxes axes = PlaneAxes.like(source.planes());
    return new ResultImage(source, ResultPlanes.zeros(source, pixelType, axes), title);
  }

  /** Starts a result that is a copy of the source, bit for bit and of the source's own type. */
  public static ResultImage copyOf(ImageItems source, String title) {
    return new ResultImage(source, ResultPlanes.copyOf(source), title);
  }

  /**
   * Writes an item.
   *
   * @param item the item's number in the source, from 0
   * @param values C·H·W pixel values; rounded half up and clipped unless the result is 32-bit
   * @throws IllegalArgumentException if a value is NaN and the result is not 32-bit, or the length
   *     is not C·H·W
   */
  public void write(int item, float[] values) {
    pixels.write(item, 0, 0, values);
  }

  /**
   * Writes an item where a mask is not 0 and leaves every other pixel as it is.
   *
   * @param item the item's number in the source, from 0
   * @param values C·H·W pixel values; rounded half up and clipped unless the result is 32-bit
   * @param mask H·W values, the same for all channels
   */
  public void write(int item, float[] values, float[] mask) {
    pixels.write(item, values, mask);
  }

  /** The finished image, not shown; call it once, after the last write. */
  public ImagePlus finish() {
    ImageStack stack = pixels.toImageStack();
    SliceLabels.carry(source.planes(), pixels.type(), stack);
    Dimensions dimensions = Dimensions.like(source.planes(), pixels.type());
    ImagePlus result = Appearance.build(source.planes(), title, stack, dimensions);
    Attributes.carry(source.planes(), result);
    return result;
  }
}
