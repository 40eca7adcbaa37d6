package io.github.diffusionj.image.pixel;

import ij.ImagePlus;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How an image stores a pixel. An 8-bit colour (LUT) image is 8-bit grey data with a LUT. */
public enum PixelType {
  /** Unsigned bytes. */
  GREY8("8-bit", 255),
  /** Unsigned 16-bit; signed data is stored with an offset of 32768 and a calibration function. */
  GREY16("16-bit", 65535),
  /** Float32; the only type without a fixed range. */
  FLOAT32("32-bit", Double.POSITIVE_INFINITY),
  /** Three bytes a pixel. */
  RGB("RGB", 255);

  private final String label;
  private final double max;

  PixelType(String label, double max) {
    this.label = label;
    this.max = max;
  }

  /** The name that ImageJ's Type menu uses. */
  public String label() {
    return label;
  }

  /** Whether the type has a largest and a smallest value. */
  public boolean bounded() {
    return this != FLOAT32;
  }

  /** The largest storable value, infinite for 32-bit; the smallest is 0 for the bounded types. */
  public double max() {
    return max;
  }

  /** Pixels as ImageJ keeps them, byte[], short[], float[] or int[]: zeros, for RGB black. */
  public Object array(int length) {
    switch (this) {
      case GREY8:
        return new byte[length];
      case GREY16:
        return new short[length];
      case FLOAT32:
        return new float[length];
      default:
        int[] colours = new int[length];
        Arrays.fill(colours, PackedRgb.BLACK);
        return colours;
    }
  }

  /** The type of an open image. */
  public static PixelType of(ImagePlus image) {
    return switch (image.getType()) {
      case ImagePlus.GRAY8, ImagePlus.COLOR_256 -> GREY8;
      case ImagePlus.GRAY16 -> GREY16;
      case ImagePlus.GRAY32 -> FLOAT32;
      default -> RGB;
    };
  }

  /**
   * The type of that label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PixelType of(String label) {
    return Arrays.stream(values())
        .filter(type -> type.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The pixel type must be "
                        + Arrays.stream(values())
                            .map(PixelType::label)
                            .collect(Collectors.joining(", "))
                        + ", but is '"
                        + label
                        + "'."));
  }
}
