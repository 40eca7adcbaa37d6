package io.github.diffusionj.image.pixel;

import java.util.Collections;
import java.util.List;

/**
 * The {@link IntensityRange} of each channel of an image; one alone is that of all channels. Red,
 * green and blue are channels.
 *
 * @param ranges one for each channel, or one for all; those that are all alike become one
 */
public record ChannelRanges(List<IntensityRange> ranges) {

  /**
   * Checks that there is one.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ChannelRanges {
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("An image needs an intensity range, but there is none.");
    }
    boolean alike = ranges.stream().distinct().count() == 1;
    ranges = List.copyOf(alike ? ranges.subList(0, 1) : ranges);
  }

  /** The same range for all channels. */
  public static ChannelRanges same(IntensityRange range) {
    return new ChannelRanges(List.of(range));
  }

  /** The range of each group, for every one of the {@code together} channels of that group. */
  public static ChannelRanges ofGroups(List<IntensityRange> groups, int together) {
    return new ChannelRanges(
        groups.stream().flatMap(range -> Collections.nCopies(together, range).stream()).toList());
  }

  /** Whether these ranges fit an image with this many channels: one for all, or one for each. */
  public boolean fit(int channels) {
    return ranges.size() == 1 || ranges.size() == channels;
  }

  /** The range of a channel, counted from 0. */
  public IntensityRange of(int channel) {
    return ranges.get(ranges.size() == 1 ? 0 : channel);
  }

  /** The range that holds those of some channels in a row, the first counted from 0. */
  public IntensityRange over(int first, int channels) {
    double low = of(first).low();
    double high = of(first).high();
    for (int c = 1; c < channels; c++) {
      low = Math.min(low, of(first + c).low());
      high = Math.max(high, of(first + c).high());
    }
    return new IntensityRange(low, high);
  }

  /**
   * Maps pixel values to model space, in place.
   *
   * @param values those of some channels in a row, one plane after the other
   * @param first the first of the channels, counted from 0
   */
  public void toModel(float[] values, int first, int channels) {
    int area = values.length / channels;
    for (int c = 0; c < channels; c++) {
      of(first + c).toModel(values, c * area, (c + 1) * area);
    }
  }

  /** Maps model-space values to pixel values, in place; the inverse of {@link #toModel}. */
  public void fromModel(float[] values, int first, int channels) {
    int area = values.length / channels;
    for (int c = 0; c < channels; c++) {
      of(first + c).fromModel(values, c * area, (c + 1) * area);
    }
  }
}
