package io.github.diffusionj.image.result;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;

/** An image for results that have no source: what is generated from noise alone. */
public final class BlankImage {

  private BlankImage() {}

  /**
   * Black images of a model's shape, to be wrapped by {@link ImageItems}: item i is slice i + 1.
   *
   * @param count the number of items, at least 1
   * @param channels 1, or 3 for RGB, or any other number for a composite image
   * @param type the type of a plane; 8-bit with 3 channels becomes RGB, and RGB needs 3 channels
   */
  public static ImagePlus of(
      String title, int count, int channels, int width, int height, PixelType type) {
    boolean rgb = channels == 3 && (type == PixelType.GREY8 || type == PixelType.RGB);
    if (type == PixelType.RGB && !rgb) {
      throw new IllegalArgumentException(
          "An RGB image has 3 channels, but the model has " + channels + ".");
    }
    int depth = rgb ? 24 : bits(type);
    if (rgb || channels == 1) {
      return IJ.createImage(title, width, height, count, depth);
    }
    return IJ.createHyperStack(title, width, height, channels, count, 1, depth);
  }

  private static int bits(PixelType type) {
    return type == PixelType.GREY8 ? 8 : type == PixelType.GREY16 ? 16 : 32;
  }
}
