package io.github.diffusionj.image.source;

import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;

/**
 * Items of an image in model space, each channel mapped by its own range.
 *
 * @param items the items in stored pixel values
 * @param ranges one for all channels of the image, or one for each
 */
public record MappedItems(ImageItems items, ChannelRanges ranges) {

  /**
   * Checks that there is a range for each channel.
   *
   * @throws IllegalArgumentException if there is not
   */
  public MappedItems {
    if (!ranges.fit(items.imageChannels())) {
      throw new IllegalArgumentException(
          "'%s' needs 1 intensity range or %d, one for each channel, but there are %d."
              .formatted(items.title(), items.imageChannels(), ranges.ranges().size()));
    }
  }

  /** An item in model space: a new array of C·H·W values. */
  public float[] read(int item) {
    float[] values = items.read(item);
    toModel(item, values);
    return values;
  }

  /** Maps pixel values of an item, or of a part of each of its planes, to model space, in place. */
  public void toModel(int item, float[] values) {
    ranges.toModel(values, items.channel(item), items.channels());
  }

  /** Maps model-space values to pixel values, in place; the inverse of {@link #toModel}. */
  public void fromModel(int item, float[] values) {
    ranges.fromModel(values, items.channel(item), items.channels());
  }

  /** The range that holds those of all channels of an item. */
  public IntensityRange range(int item) {
    return ranges.over(items.channel(item), items.channels());
  }
}
