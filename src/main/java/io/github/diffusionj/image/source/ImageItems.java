package io.github.diffusionj.image.source;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a model with C channels sees in an image, one item after the other.
 *
 * <ul>
 *   <li>C = 1: every plane is an item, channel fastest, then z, then t; an RGB slice is three
 *       items.
 *   <li>C = 3 and an RGB image: every slice is an item.
 *   <li>C = the number of channels of a hyperstack: the channels of one (z, t) are an item.
 * </ul>
 *
 * <p>Z and T are never taken for channels, and a coloured LUT is never taken for RGB.
 */
public final class ImageItems {

  private final PixelPlanes planes;
  private final int channels;

  private ImageItems(PixelPlanes planes, int channels) {
    this.planes = planes;
    this.channels = channels;
  }

  /**
   * Looks at an image as a model with that many channels does; reads no pixels yet.
   *
   * @throws IllegalArgumentException if the image does not have the channels that the model needs,
   *     or one item would not fit into an array
   */
  public static ImageItems of(ImagePlus image, int channels) {
    return of(ImagePart.whole(image), channels);
  }

  /**
   * Looks at a part of an image.
   *
   * @throws IllegalArgumentException as {@link #of(ImagePlus, int)} does
   */
  public static ImageItems of(ImagePart part, int channels) {
    PixelPlanes planes = new PixelPlanes(part);
    ImagePlus image = part.image();
    if (channels != 1 && channels != planes.channels()) {
      throw new IllegalArgumentException(
          "The model needs "
              + needed(channels)
              + ", but "
              + (part.oneOfSeveralChannels() ? "the chosen part of '" : "'")
              + image.getTitle()
              + "' has "
              + planes.channels()
              + (planes.channels() == 1 ? " channel." : " channels."));
    }
    if ((long) channels * image.getWidth() * image.getHeight() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "'" + image.getTitle() + "' is too large: a plane may have at most 2^31 values.");
    }
    return new ImageItems(planes, channels);
  }

  private static String needed(int channels) {
    return channels == 3
        ? "an RGB image or a hyperstack with 3 channels"
        : "a hyperstack with " + channels + " channels";
  }

  /** The number of items, at least 1. */
  public int count() {
    return planes.count() / channels;
  }

  /** C, the number of planes in an item. */
  public int channels() {
    return channels;
  }

  /** Channels that the image has, as a model counts them: 3 for RGB; a multiple of C. */
  public int imageChannels() {
    return planes.channels();
  }

  /** The first channel of an item, counted from 0. */
  public int channel(int item) {
    return firstPlane(item) % planes.channels();
  }

  /** Pixels in a row. */
  public int width() {
    return planes.width();
  }

  /** Rows. */
  public int height() {
    return planes.height();
  }

  /** Channels of the image that this is a part of, as {@link #imageChannels()} counts them. */
  public int wholeChannels() {
    return planes.part().wholeChannels();
  }

  /**
   * The number that an item has in the image that this is a part of, from 0: its noise goes by it,
   * so that a part gets the noise that it has in the whole.
   */
  public long place(int item) {
    return planes.part().plane(firstPlane(item)) / channels;
  }

  /** The slices that an item lies in, by their numbers in the whole image, from 1. */
  public List<Integer> slices(int item) {
    int first = firstPlane(item);
    return IntStream.range(first, first + channels)
        .map(plane -> planes.part().slice(planes.slice(plane)))
        .distinct()
        .boxed()
        .toList();
  }

  /** The title of the image. */
  public String title() {
    return planes.image().getTitle();
  }

  /** The image that they are of, to look at alone. */
  public ImagePlus image() {
    return planes.image();
  }

  /** The pixel type of the image itself. */
  public PixelType type() {
    return planes.type();
  }

  /**
   * The pixel type of the data before DiffusionJ changed it: what the image's {@link Provenance}
   * records, else {@link #type()}. A record from before the image was converted does not count, and
   * RGB that has lost a channel since is 8-bit.
   *
   * @throws IllegalArgumentException if the recorded type cannot be read
   */
  public PixelType originalType() {
    PixelType recorded =
        Provenance.of(planes.image())
            .filter(made -> made.pixelType().orElse(type()) == type())
            .flatMap(Provenance::sourceType)
            .orElse(type());
    return recorded == PixelType.RGB && planes.channels() != 3 ? PixelType.GREY8 : recorded;
  }

  /**
   * The stored pixel values of an item: a new array of C·H·W floats.
   *
   * @throws IllegalArgumentException if a pixel is NaN or infinite; the message names the slice
   * @throws IndexOutOfBoundsException if there is no such item
   */
  public float[] read(int item) {
    float[] out = new float[channels * planes.area()];
    int first = firstPlane(item);
    for (int c = 0; c < channels; c++) {
      planes.read(first + c, out, c * planes.area());
    }
    return out;
  }

  /** The first line of the label of an item's slice, if it has one. */
  public Optional<String> sliceLabel(int item) {
    ImageStack stack = planes.image().getStack();
    String label = stack.getShortSliceLabel(planes.slice(firstPlane(item)));
    return Optional.ofNullable(label).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** What to call an item in messages and labels: the slice's label, else where it lies. */
  public String label(int item) {
    int first = firstPlane(item);
    if (channels == 1) {
      return planes.label(first);
    }
    if (planes.type() == PixelType.RGB || count() == 1) {
      return count() == 1 ? planes.image().getTitle() : planes.sliceName(planes.slice(first));
    }
    ImagePlus whole = planes.part().whole();
    int[] place = whole.convertIndexToPosition(slices(item).get(0));
    return "z=" + place[1] + " t=" + place[2];
  }

  public int firstPlane(int item) {
    return Objects.checkIndex(item, count()) * channels;
  }

  public PixelPlanes planes() {
    return planes;
  }
}
