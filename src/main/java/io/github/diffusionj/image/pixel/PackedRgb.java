package io.github.diffusionj.image.pixel;

/**
 * A pixel of an RGB image as ImageJ keeps it: an int with the bytes opacity, red, green and blue,
 * from the highest to the lowest.
 */
public final class PackedRgb {

  /** Opaque, as all pixels of ImageJ are. */
  public static final int BLACK = 0xff000000;

  private static final int BYTE = 0xff;

  private PackedRgb() {}

  /**
   * A component of a pixel, 0…255.
   *
   * @param component 0 for red, 1 for green, 2 for blue
   */
  public static int component(int pixel, int component) {
    return (pixel >> shift(component)) & BYTE;
  }

  /**
   * The pixel with another value of one component.
   *
   * @param component 0 for red, 1 for green, 2 for blue
   * @param value 0…255
   */
  public static int with(int pixel, int component, int value) {
    int shift = shift(component);
    return (pixel & ~(BYTE << shift)) | (value << shift);
  }

  private static int shift(int component) {
    return 16 - 8 * component;
  }
}
