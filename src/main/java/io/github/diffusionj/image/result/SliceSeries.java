package io.github.diffusionj.image.result;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.image.result.plane.PlaneAxes;
import io.github.diffusionj.image.result.plane.PlaneAxes.Axis;
import io.github.diffusionj.image.result.plane.ResultPlanes;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.PixelPlanes;
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
  private final ResultPlanes pixels;

  private SliceSeries(ImageItems source, List<String> labels, String title) {
    this.source = source;
    this.labels = List.copyOf(labels);
    this.title = title;
    PixelPlanes planes = source.planes();
    PlaneAxes axes =
        PlaneAxes.of(planes, 1, labels.size(), Axis.CHANNEL, Axis.KIND, Axis.GROUP, Axis.FRAME);
    this.pixels = ResultPlanes.zeros(source, planes.type(), axes);
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
    pixels.write(item, 0, image, values);
  }

  /** The finished stack, not shown; call it once, after the last write. */
  public ImagePlus finish() {
    PixelPlanes planes = source.planes();
    ImageStack stack = pixels.toImageStack((plane, kind, image) -> labels.get(image));
    Dimensions dimensions = new Dimensions(planes.image().getNChannels(), labels.size(), 1);
    ImagePlus result = Appearance.build(planes, title, stack, dimensions);
    Attributes.carry(planes, result);
    return result;
  }
}
