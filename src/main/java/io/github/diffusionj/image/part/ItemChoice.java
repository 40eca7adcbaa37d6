package io.github.diffusionj.image.part;

import ij.ImagePlus;

/**
 * Which slices and which channel of an image a command works on.
 *
 * @param slices which slices
 * @param channel the channel's number, for RGB 1 for red to 3 for blue; 0 for all
 */
public record ItemChoice(SliceChoice slices, int channel) {

  /** All of an image. */
  public static final ItemChoice ALL = new ItemChoice(SliceChoice.ALL, 0);

  /**
   * Checks the channel.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ItemChoice {
    if (channel < 0) {
      throw new IllegalArgumentException(
          "channel must be at least 0, but is %d.".formatted(channel));
    }
  }

  /**
   * Reads the choice of slices.
   *
   * @throws IllegalArgumentException if it cannot be read, or the channel is negative
   */
  public static ItemChoice of(String slices, int channel) {
    return new ItemChoice(SliceChoice.of(slices), channel);
  }

  /**
   * That part of an image; reads no pixels yet.
   *
   * @throws IllegalArgumentException if the image does not have the slices or the channel; the
   *     message says what it has
   */
  public ImagePart of(ImagePlus image) {
    if (equals(ALL)) {
      return ImagePart.whole(image);
    }
    int channels = ImagePart.channels(image);
    if (channel > channels) {
      throw new IllegalArgumentException(
          "channel must be between 0 (all) and %d for '%s', but is %d."
              .formatted(channels, image.getTitle(), channel));
    }
    return ImagePart.of(image, channel, slices.z(image), slices.t(image));
  }
}
