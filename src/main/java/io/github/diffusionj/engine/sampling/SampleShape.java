package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.types.Shape;

/**
 * The shape of images that are sampled together, in N,C,H,W order.
 *
 * @param images N, at least 1
 * @param channels C, at least 1
 * @param height H in pixels, at least 1
 * @param width W in pixels, at least 1
 */
public record SampleShape(int images, int channels, int height, int width) {

  public SampleShape {
    if (images < 1 || channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "The numbers of images, channels, rows and columns must be at least 1, but are %d, %d, %d and %d."
              .formatted(images, channels, height, width));
    }
  }

  /** Values of one image. */
  public int imageLength() {
    return Math.multiplyExact(channels, planeLength());
  }

  /** Pixels of one image. */
  public int planeLength() {
    return Math.multiplyExact(height, width);
  }

  /** Values of all images. */
  public int length() {
    return Math.multiplyExact(images, imageLength());
  }

  /** Refuses an array that does not hold all images. */
  public void checkLength(String name, float[] values) {
    if (values.length != length()) {
      throw new IllegalArgumentException(
          "%s must have %d values for images of shape %s, but has %d."
              .formatted(name, length(), toShape(), values.length));
    }
  }

  /** The same for another number of images. */
  public SampleShape withImages(int count) {
    return new SampleShape(count, channels, height, width);
  }

  public Shape toShape() {
    return new Shape(images, channels, height, width);
  }
}
