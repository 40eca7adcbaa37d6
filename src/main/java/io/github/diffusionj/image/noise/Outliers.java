package io.github.diffusionj.image.noise;

import io.github.diffusionj.image.pixel.IntensityRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Pixels that no light made: hot pixels, and the thin tracks of cosmic rays. They lie far outside
 * of the intensities of the image, and they stand out of their neighbours as no structure does that
 * went through a lens: by {@value #TIMES} times what the middle half of the neighbours differ by,
 * and the same multiple of the noise.
 */
public final class Outliers {

  private static final double TIMES = 8;

  private Outliers() {}

  /**
   * Finds them.
   *
   * @param plane H·W values
   * @param usual pixels in this range are none
   * @param noise the standard deviation of the noise at a grey value
   * @return the pixels, counted row by row, with the median of each one's neighbours
   */
  public static Map<Integer, Float> in(
      float[] plane, int width, int height, IntensityRange usual, DoubleUnaryOperator noise) {
    Map<Integer, Float> found = new LinkedHashMap<>();
    for (int i = 0; i < plane.length; i++) {
      if (plane[i] < usual.low() || plane[i] > usual.high()) {
        float[] around = around(plane, width, height, i);
        if (around.length > 0 && standsOut(plane[i], around, noise)) {
          found.put(i, median(around));
        }
      }
    }
    return found;
  }

  private static boolean standsOut(float value, float[] around, DoubleUnaryOperator noise) {
    int n = around.length;
    double middle = median(around);
    double spread = around[2 * n / 3] - around[(n - 1) / 4];
    return Math.abs(value - middle) > TIMES * Math.max(spread, noise.applyAsDouble(middle));
  }

  private static float median(float[] sorted) {
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** The neighbours' values, at most eight, sorted. */
  private static float[] around(float[] plane, int width, int height, int pixel) {
    float[] values = new float[8];
    int count = 0;
    int row = pixel / width;
    int column = pixel % width;
    for (int y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
        if (y != row || x != column) {
          values[count++] = plane[y * width + x];
        }
      }
    }
    float[] around = Arrays.copyOf(values, count);
    Arrays.sort(around);
    return around;
  }
}
