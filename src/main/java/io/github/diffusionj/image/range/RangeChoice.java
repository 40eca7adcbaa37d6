package io.github.diffusionj.image.range;

import ij.ImagePlus;
import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.EmptyArea;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How a person chooses the {@link ChannelRanges} of an image: each channel has its own, but those
 * that a model sees together share one.
 *
 * <p>The values of {@code LOW..HIGH} are those that ImageJ shows; a signed 16-bit image stores them
 * with 32768 added, as the resolved ranges have them. A range that a constant image would make
 * empty is widened upwards by one grey level (downwards at the top of the type's range; for 32-bit
 * by 1, or by the distance of neighbouring floats where that is more).
 *
 * @param mode how the range is found
 * @param low the low end, for FIXED; NaN for every other mode
 * @param high the high end, for FIXED; NaN for every other mode
 */
public record RangeChoice(Mode mode, double low, double high) {

  /** Ways to find the range. */
  public enum Mode {
    /**
     * What the image's {@link Provenance} records, else what the model declares. Where the image
     * cannot follow the model, the nearest that it can: percentile instead of type for 32-bit, type
     * instead of raw for the other pixel types; type where the model declares nothing.
     */
    AUTO,
    /** The full range of the pixel type: 0..255 or 0..65535; not for 32-bit. */
    TYPE,
    /** The display range, each channel's its own; 0..255 for RGB. */
    DISPLAY,
    /**
     * From the k-th smallest to the k-th largest of all n pixels of a channel in the whole stack, k
     * = ⌈n/1000⌉: 0.1 % at each end is ignored, exactly. Frames of one value and areas without an
     * image, see {@link EmptyArea}, do not count.
     */
    PERCENTILE,
    /** Two numbers, LOW..HIGH, of values as ImageJ shows them; at least one pixel lies there. */
    FIXED,
    /** 32-bit pixels that are model space already: nothing is mapped. */
    RAW
  }

  /** What an absent option means. */
  public static final RangeChoice AUTO = of(Mode.AUTO);

  private static final String NUMBER = "([+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?)";
  private static final Pattern FIXED = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if the mode is FIXED and low is not below high, or another
   *     mode comes with numbers
   */
  public RangeChoice {
    if (mode == Mode.FIXED) {
      new IntensityRange(low, high);
    } else if (!Double.isNaN(low) || !Double.isNaN(high)) {
      throw new IllegalArgumentException("Only a range LOW..HIGH has numbers, not " + mode + ".");
    }
  }

  /** A choice without numbers. */
  public static RangeChoice of(Mode mode) {
    return new RangeChoice(mode, Double.NaN, Double.NaN);
  }

  /** LOW..HIGH. */
  public static RangeChoice of(double low, double high) {
    return new RangeChoice(Mode.FIXED, low, high);
  }

  /**
   * Reads auto, type, display, percentile, raw, or two numbers such as {@code 0..4095} or {@code
   * -1.5e3..2e3}.
   *
   * @throws IllegalArgumentException if it is none of these, or LOW is not below HIGH
   */
  public static RangeChoice of(String text) {
    String trimmed = text.strip();
    Matcher numbers = FIXED.matcher(trimmed);
    if (numbers.matches()) {
      return of(Double.parseDouble(numbers.group(1)), Double.parseDouble(numbers.group(2)));
    }
    return Arrays.stream(Mode.values())
        .filter(mode -> mode != Mode.FIXED && label(mode).equals(trimmed))
        .findFirst()
        .map(RangeChoice::of)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "range must be auto, type, display, percentile, raw or LOW..HIGH such as"
                        + " 0..4095, but is '"
                        + text
                        + "'."));
  }

  /** The text that {@link #of(String)} reads back as this choice. */
  public String text() {
    return mode == Mode.FIXED ? Numbers.text(low) + ".." + Numbers.text(high) : label(mode);
  }

  private static String label(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The ranges of an image.
   *
   * @param items the image as the model sees it; its pixels, display ranges or record are looked
   *     at, as the mode needs
   * @param modelDefault what the model declares; AUTO if it declares nothing
   * @throws IllegalArgumentException if the image cannot have that range; the message says which it
   *     can have
   */
  public ChannelRanges resolve(ImageItems items, RangeChoice modelDefault) {
    return switch (mode) {
      case AUTO ->
          RecordedRanges.of(items)
              .orElseGet(() -> possible(modelDefault, items.image()).resolve(items, modelDefault));
      case TYPE -> ChannelRanges.same(PixelRange.type(items.image()));
      case DISPLAY -> each(items, group -> PixelRange.display(items, group));
      case PERCENTILE -> each(items, group -> PixelRange.percentile(items, group));
      case FIXED -> ChannelRanges.same(FixedRange.of(items, this));
      case RAW -> ChannelRanges.same(PixelRange.raw(items.image()));
    };
  }

  private static ChannelRanges each(ImageItems items, IntFunction<IntensityRange> range) {
    int groups = items.imageChannels() / items.channels();
    return ChannelRanges.ofGroups(
        IntStream.range(0, groups).mapToObj(range).toList(), items.channels());
  }

  private static RangeChoice possible(RangeChoice declared, ImagePlus image) {
    boolean bounded = PixelType.of(image).bounded();
    return switch (declared.mode) {
      case AUTO, TYPE -> of(bounded ? Mode.TYPE : Mode.PERCENTILE);
      case RAW -> of(bounded ? Mode.TYPE : Mode.RAW);
      default -> declared;
    };
  }
}
