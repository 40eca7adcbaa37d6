package io.github.diffusionj.image.source;

import io.github.diffusionj.base.Checks;
import java.util.Objects;

/**
 * Pads planes to a multiple that a network can halve, and crops them back.
 *
 * <p>The content is centred: ⌊p/2⌋ pixels are added at the left and top, the rest at the right and
 * bottom. They mirror the content without repeating its edge (… c b | a b c | b a …), over and over
 * where the padding is wider than the content; a plane one pixel wide repeats that pixel.
 *
 * @param width of the content, at least 1
 * @param height of the content, at least 1
 * @param multiple what both padded sides are a multiple of, at least 1
 */
public record MirrorPadding(int width, int height, int multiple) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public MirrorPadding {
    if (width < 1 || height < 1 || multiple < 1) {
      throw new IllegalArgumentException(
          "Width, height and multiple must be at least 1, but are "
              + width
              + ", "
              + height
              + " and "
              + multiple
              + ".");
    }
  }

  /** The smallest multiple that is at least the width. */
  public int paddedWidth() {
    return roundedUp(width);
  }

  /** The smallest multiple that is at least the height. */
  public int paddedHeight() {
    return roundedUp(height);
  }

  /** Columns added at the left. */
  public int left() {
    return (paddedWidth() - width) / 2;
  }

  /** Rows added at the top. */
  public int top() {
    return (paddedHeight() - height) / 2;
  }

  /** Pads {@code count} planes of H·W values to as many of paddedHeight·paddedWidth. */
  public float[] pad(float[] planes, int count) {
    float[] padded = new float[Math.multiplyExact(count, paddedWidth() * paddedHeight())];
    pad(planes, count, padded, 0);
    return padded;
  }

  /** Pads into the values of {@code padded} from {@code offset} on. */
  public void pad(float[] planes, int count, float[] padded, int offset) {
    Checks.length("planes", planes, count * width * height);
    int[] columns = mirrored(paddedWidth(), left(), width);
    int[] rows = mirrored(paddedHeight(), top(), height);
    int to = offset;
    for (int plane = 0; plane < count; plane++) {
      for (int row : rows) {
        int from = (plane * height + row) * width;
        for (int column : columns) {
          padded[to++] = planes[from + column];
        }
      }
    }
  }

  /** Takes the content out of {@code count} padded planes; the inverse of {@link #pad}. */
  public float[] crop(float[] padded, int count) {
    Checks.length("planes", padded, count * paddedWidth() * paddedHeight());
    return crop(padded, count, 0);
  }

  /** Crops the planes that begin at {@code offset}. */
  public float[] crop(float[] padded, int count, int offset) {
    Objects.checkFromIndexSize(offset, count * paddedWidth() * paddedHeight(), padded.length);
    float[] planes = new float[count * width * height];
    for (int row = 0; row < count * height; row++) {
      int paddedRow = row / height * paddedHeight() + top() + row % height;
      int from = offset + paddedRow * paddedWidth() + left();
      System.arraycopy(padded, from, planes, row * width, width);
    }
    return planes;
  }

  private int roundedUp(int size) {
    return Math.multiplyExact((size - 1) / multiple + 1, multiple);
  }

  private static int[] mirrored(int length, int offset, int size) {
    int period = Math.max(1, 2 * (size - 1));
    int[] indices = new int[length];
    for (int i = 0; i < length; i++) {
      int phase = Math.floorMod(i - offset, period);
      indices[i] = Math.min(phase, period - phase) % size;
    }
    return indices;
  }
}
