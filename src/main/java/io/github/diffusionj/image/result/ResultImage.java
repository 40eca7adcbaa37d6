package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.pixel.Dimensions;
import io.github.diffusionj.image.pixel.PixelPlanes;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import java.util.Objects;

/**
 * A new image like the source, written item by item.
 *
 * <p>Calibration, C/Z/T, slice labels, LUTs, composite mode, display range, overlay, info and
 * properties carry over; what {@link Provenance} recorded does not, since the result has its own.
 * The selection does not either. A result is in memory even if the source is a virtual stack. RGB
 * as 32-bit is a composite with the channels red, green and blue.
 *
 * <p>One thread may write at a time.
 */
public final class ResultImage {

  private final ImageItems source;
  private final ResultStack pixels;
  private final String title;

  private ResultImage(ImageItems source, ResultStack pixels, String title) {
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
    PixelPlanes planes = source.planes();
    PixelType pixelType = type == OutputType.FLOAT32 ? PixelType.FLOAT32 : source.originalType();
    return new ResultImage(
        source,
        ResultStack.zeros(pixelType, planes.width(), planes.height(), planes.count()),
        title);
  }

  /** Starts a result that is a copy of the source, bit for bit and of the source's own type. */
  public static ResultImage copyOf(ImageItems source, String title) {
    return new ResultImage(source, ResultStack.copyOf(source.planes()), title);
  }

  /** The pixel type of the result. */
  public PixelType type() {
    return pixels.type();
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
    writeWhere(item, values, null);
  }

  /**
   * Writes an item where a mask is not 0 and leaves every other pixel as it is.
   *
   * @param item the item's number in the source, from 0
   * @param values C·H·W pixel values; rounded half up and clipped unless the result is 32-bit
   * @param mask H·W values, the same for all channels
   */
  public void write(int item, float[] values, float[] mask) {
    Objects.requireNonNull(mask);
    Checks.length("mask", mask, source.planes().area());
    writeWhere(item, values, mask);
  }

  private void writeWhere(int item, float[] values, float[] mask) {
    int area = source.planes().area();
    Checks.length("item", values, source.channels() * area);
    int first = source.firstPlane(item);
    for (int c = 0; c < source.channels(); c++) {
      pixels.write(first + c, values, c * area, mask);
    }
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
