package io.github.diffusionj.image.pixel;

/**
 * A rectangle of an image.
 *
 * @param x left column
 * @param y top row
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record PixelBox(int x, int y, int width, int height) {

  /**
   * The smallest rectangle that holds all pixels of a mask, with a margin where the image has room.
   *
   * @param mask H·W values, not all 0
   * @param imageWidth of the mask
   * @param margin pixels to add at each side
   */
  public static PixelBox around(float[] mask, int imageWidth, int margin) {
    int imageHeight = mask.length / imageWidth;
    int left = imageWidth;
    int right = -1;
    int top = imageHeight;
    int bottom = -1;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        left = Math.min(left, i % imageWidth);
        right = Math.max(right, i % imageWidth);
        top = Math.min(top, i / imageWidth);
        bottom = i / imageWidth;
      }
    }
    int x = Math.max(0, left - margin);
    int y = Math.max(0, top - margin);
    int width = Math.min(imageWidth, right + 1 + margin) - x;
    int height = Math.min(imageHeight, bottom + 1 + margin) - y;
    return new PixelBox(x, y, width, height);
  }

  /** All of an image. */
  public static PixelBox whole(int width, int height) {
    return new PixelBox(0, 0, width, height);
  }

  /** Number of pixels. */
  public int area() {
    return width * height;
  }

  /** This rectangle out of {@code count} planes of an image of that width. */
  public float[] crop(float[] planes, int count, int imageWidth) {
    float[] cropped = new float[count * area()];
    for (int plane = 0; plane < count; plane++) {
      int from = plane * (planes.length / count);
      int to = plane * area();
      forEachRow(
          imageWidth,
          (inImage, inBox) -> System.arraycopy(planes, from + inImage, cropped, to + inBox, width));
    }
    return cropped;
  }

  /** Planes of zeros of an image's size, with the values in this rectangle. */
  public float[] paste(float[] cropped, int count, int imageWidth, int imageHeight) {
    float[] planes = new float[count * imageWidth * imageHeight];
    for (int plane = 0; plane < count; plane++) {
      int from = plane * area();
      int to = plane * imageWidth * imageHeight;
      forEachRow(
          imageWidth,
          (inImage, inBox) -> System.arraycopy(cropped, from + inBox, planes, to + inImage, width));
    }
    return planes;
  }

  /** A row of the rectangle. */
  @FunctionalInterface
  public interface Row {
    /**
     * Takes the indices of its first pixel.
     *
     * @param inImage in the image's pixels
     * @param inBox in the rectangle's own
     */
    void at(int inImage, int inBox);
  }

  /** Goes through the rows, in an image of that width. */
  public void forEachRow(int imageWidth, Row row) {
    for (int i = 0; i < height; i++) {
      row.at((y + i) * imageWidth + x, i * width);
    }
  }
}
