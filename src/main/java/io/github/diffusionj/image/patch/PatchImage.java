package io.github.diffusionj.image.patch;

import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.source.ImageItems;

/**
 * One item of an image, kept in as many bits as its pixels have.
 *
 * @param pixels the stored values in C,H,W order
 * @param range what is −1 and 1 in model space
 */
record PatchImage(Values pixels, IntensityRange range, int width, int height) {

  private static final int BYTE = 0xff;
  private static final int SHORT = 0xffff;

  /** Stored pixel values. */
  interface Values {
    double at(int index);
  }

  /**
   * Reads an item.
   *
   * @throws IllegalArgumentException if a pixel is NaN or infinite; the message names the slice
   */
  static PatchImage of(ImageItems items, int item, IntensityRange range) {
    float[] values = items.read(item);
    Values pixels =
        switch (items.type()) {
          case GREY8, RGB -> bytes(values);
          case GREY16 -> shorts(values);
          default -> i -> values[i];
        };
    return new PatchImage(pixels, range, items.width(), items.height());
  }

  private static Values bytes(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return i -> bytes[i] & BYTE;
  }

  private static Values shorts(float[] values) {
    short[] shorts = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      shorts[i] = (short) values[i];
    }
    return i -> shorts[i] & SHORT;
  }

  /** The model-space value of a pixel, counted in C,H,W order. */
  float at(int index) {
    return (float) range.toModel(pixels.at(index));
  }
}
