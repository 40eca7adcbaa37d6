package io.github.diffusionj.image.pixel;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The pixels of a plane in which there is no image: all of a plane of one value, such as a dropped
 * frame; else squares of {@value #SIDE} × {@value #SIDE} pixels that have the plane's lowest value
 * throughout, such as the missing half of a mosaic, and strips of it along an edge, such as the
 * padding of a registered stack. A dark ground is none: it has noise, or ends at structures.
 *
 * @param pixels the pixels, counted row by row
 */
public record EmptyArea(BitSet pixels) {

  static final int SIDE = 32;

  /** Fewer pixels of the lowest value than a thousandth are not looked for: no percentile moves. */
  private static final int LEAST_SHARE = 1000;

  /**
   * Looks for it.
   *
   * @param plane H·W finite values
   */
  public static EmptyArea of(float[] plane, int width, int height) {
    float lowest = Float.POSITIVE_INFINITY;
    for (float value : plane) {
      lowest = Math.min(lowest, value);
    }
    long count = 0;
    for (float value : plane) {
      count += value == lowest ? 1 : 0;
    }
    BitSet pixels = new BitSet();
    if (count == plane.length) {
      pixels.set(0, plane.length);
    } else if (count >= SIDE && count * LEAST_SHARE >= plane.length) {
      mark(new Sums(plane, lowest, width, height), pixels);
    }
    return new EmptyArea(pixels);
  }

  /** Whether a plane is of one value, and so has no image at all. */
  public static boolean everywhere(float[] plane) {
    for (float value : plane) {
      if (value != plane[0]) {
        return false;
      }
    }
    return true;
  }

  /** How many pixels they are. */
  public int size() {
    return pixels.cardinality();
  }

  /** Whether a pixel, counted row by row, is one of them. */
  public boolean contains(int pixel) {
    return pixels.get(pixel);
  }

  /**
   * Squares may stick out of the plane, as long as SIDE pixels of it are in them. A pixel is in a
   * square whose right and bottom ends lie at most SIDE beyond it.
   */
  private static void mark(Sums sums, BitSet pixels) {
    int[] nextBottom = new int[sums.width];
    Arrays.fill(nextBottom, Integer.MAX_VALUE);
    for (int bottom = sums.height + SIDE - 1; bottom > 0; bottom--) {
      int nextRight = Integer.MAX_VALUE;
      for (int right = sums.width + SIDE - 1; right > 0; right--) {
        nextRight = sums.square(right, bottom) ? right : nextRight;
        if (right <= sums.width && nextRight < right + SIDE) {
          nextBottom[right - 1] = bottom;
        }
      }
      for (int x = 0; x < sums.width && bottom <= sums.height; x++) {
        pixels.set((bottom - 1) * sums.width + x, nextBottom[x] < bottom + SIDE);
      }
    }
  }

  /** How many pixels above the lowest value there are in rectangles: a summed-area table. */
  private static final class Sums {

    private final int width;
    private final int height;
    private final int[] table;

    Sums(float[] plane, float lowest, int width, int height) {
      this.width = width;
      this.height = height;
      table = new int[(width + 1) * (height + 1)];
      for (int y = 0; y < height; y++) {
        int row = 0;
        for (int x = 0; x < width; x++) {
          row += plane[y * width + x] > lowest ? 1 : 0;
          table[at(x + 1, y + 1)] = table[at(x + 1, y)] + row;
        }
      }
    }

    private int at(int x, int y) {
      return y * (width + 1) + x;
    }

    /** Whether the square with these ends has the lowest value throughout. */
    boolean square(int right, int bottom) {
      int x0 = Math.max(0, right - SIDE);
      int y0 = Math.max(0, bottom - SIDE);
      int x1 = Math.min(width, right);
      int y1 = Math.min(height, bottom);
      return (y1 - y0) * (x1 - x0) >= SIDE && none(x0, y0, x1, y1);
    }

    private boolean none(int x0, int y0, int x1, int y1) {
      return table[at(x1, y1)] - table[at(x0, y1)] - table[at(x1, y0)] + table[at(x0, y0)] == 0;
    }
  }
}
