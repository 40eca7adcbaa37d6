package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.pixel.Dimensions;
import io.github.diffusionj.image.pixel.PixelPlanes;
import io.github.diffusionj.image.source.ImageItems;
import java.util.List;

/**
 * Several images like a source of one slice, one after the other along Z, of the source's own type.
 *
 * <p>What carries over is as in {@link ResultImage}, apart from the labels.
 */
public final class SliceSeries {

  private final ImageItems source;
  private final List<String> labels;
  private final String title;
  private final ResultStack pixels;

  private SliceSeries(ImageItems source, List<String> labels, String title) {
    this.source = source;
    this.labels = List.copyOf(labels);
    this.title = title;
    PixelPlanes planes = source.planes();
    int count = Math.multiplyExact(planes.count(), labels.size());
    this.pixels = ResultStack.zeros(planes.type(), planes.width(), planes.height(), count);
  }

  /**
   * Starts a series whose pixels are 0 until they are written.
   *
   * @param source one slice, with all of its channels
   * @param labels of the images, at least one
   * @throws IllegalArgumentException if the source has several slices
   */
  public static SliceSeries of(ImageItems source, List<String> labels, String title) {
    PixelPlanes planes = source.planes();
    if (planes.count() != planes.channels()) {
      throw new IllegalArgumentException(
          "A series is made of one slice, but '%s' has %d."
              .formatted(source.title(), planes.count() / planes.channels()));
    }
    return new SliceSeries(source, labels, title);
  }

  /**
   * Writes an item of an image.
   *
   * @param item the item's number in the source, from 0
   * @param image the index in the list of labels
   * @param values C·H·W pixel values; rounded half up and clipped unless the source is 32-bit
   */
  public void write(int item, int image, float[] values) {
    int area = source.planes().area();
    Checks.length("item", values, source.channels() * area);
    int first = image * source.planes().count() + source.firstPlane(item);
    for (int c = 0; c < source.channels(); c++) {
      pixels.write(first + c, values, c * area, null);
    }
  }

  /** The finished stack, not shown; call it once, after the last write. */
  public ImagePlus finish() {
    PixelPlanes planes = source.planes();
    ImageStack stack = pixels.toImageStack();
    for (int i = 0; i < stack.getSize(); i++) {
      stack.setSliceLabel(labels.get(i * labels.size() / stack.getSize()), i + 1);
    }
    Dimensions dimensions = new Dimensions(planes.image().getNChannels(), labels.size(), 1);
    ImagePlus result = Appearance.build(planes, title, stack, dimensions);
    Attributes.carry(planes, result);
    return result;
  }
}
