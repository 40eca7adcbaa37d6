package io.github.diffusionj.image.range;

import ij.ImagePlus;
import io.github.diffusionj.base.Numbers;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a person chooses the {@link IntensityRange} of an image.
 *
 * <p>All values are stored pixel values, also in {@code LOW..HIGH}: a signed 16-bit image stores
 * its values with 32768 added. A range that a constant image would make empty is widened upwards by
 * one grey level (downwards at the top of the type's range; for 32-bit by 1, or by the distance of
 * neighbouring floats where that is more).
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
    /** The display range; over all channels of a composite image; 0..255 for RGB. */
    DISPLAY,
    /**
     * From the k-th smallest to the k-th largest of all n pixels of the whole stack, all channels
     * together, k = ⌈n/1000⌉: 0.1 % at each end is ignored, exactly.
     */
    PERCENTILE,
    /** Two numbers, LOW..HIGH. */
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
   * The range of an image.
   *
   * @param image whose pixels, display range or record are looked at, as the mode needs
   * @param modelDefault what the model declares; AUTO if it declares nothing
   * @throws IllegalArgumentException if the image cannot have that range; the message says which it
   *     can have
   */
  public IntensityRange resolve(ImagePlus image, RangeChoice modelDefault) {
    return switch (mode) {
      case AUTO ->
          recorded(image)
              .orElseGet(() -> possible(modelDefault, image).resolve(image, modelDefault));
      case TYPE -> PixelRange.type(image);
      case DISPLAY -> PixelRange.display(image);
      case PERCENTILE -> PixelRange.percentile(image);
      case FIXED -> PixelRange.fixed(image, low, high);
      case RAW -> PixelRange.raw(image);
    };
  }

  private static RangeChoice possible(RangeChoice declared, ImagePlus image) {
    boolean bounded = PixelType.of(image).bounded();
    return switch (declared.mode) {
      case AUTO, TYPE -> of(bounded ? Mode.TYPE : Mode.PERCENTILE);
      case RAW -> of(bounded ? Mode.TYPE : Mode.RAW);
      default -> declared;
    };
  }

  private static Optional<IntensityRange> recorded(ImagePlus image) {
    Optional<Provenance> made = Provenance.of(image);
    Optional<IntensityRange> range = made.flatMap(Provenance::range);
    PixelType now = PixelType.of(image);
    PixelType then = made.flatMap(Provenance::pixelType).orElse(now);
    if (range.isPresent() && now != then) {
      throw new IllegalArgumentException(
          "'"
              + image.getTitle()
              + "' was converted from "
              + then.label()
              + " to "
              + now.label()
              + " after its range was recorded, so range must be type, display, percentile or"
              + " LOW..HIGH, but is auto.");
    }
    return range;
  }
}
