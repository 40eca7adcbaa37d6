package io.github.diffusionj.image.noise;

import java.util.Arrays;

/**
 * What is left of a plane when structure is taken out: the difference of two Laplacians,
 *
 * <pre>
 *    1 −2  1
 *   −2  4 −2   / 6
 *    1 −2  1
 * </pre>
 *
 * <p>(Immerkær 1996, "Fast Noise Variance Estimation"). It is 0 where the image is a plane or a
 * parabola along an axis, and has the standard deviation σ for independent noise of that σ. Its
 * standard deviation is taken by the median of the absolute values over 0.6745 (Donoho and Johnstone
 * 1994), which edges and texture hardly move.
 */
final class NoiseResponse {

  /** The median of the absolute value of a standard normal number. */
  static final double MAD = 0.6744897501960817;

  /** From this share on, a plane's smallest or largest value is taken for a limit of the camera. */
  private static final double CLIPPED_SHARE = 0.005;

  private NoiseResponse() {}

  /** Takes the response of a pixel that has all neighbours and none at a limit. */
  interface Sink {
    void accept(double localMean, double response);
  }

  static void each(float[] plane, int width, int height, Sink sink) {
    float[] limits = limits(plane);
    for (int y = 1; y + 1 < height; y++) {
      for (int x = 1; x + 1 < width; x++) {
        at(plane, width, y * width + x, limits, sink);
      }
    }
  }

  private static void at(float[] p, int width, int i, float[] limits, Sink sink) {
    double corners = 0;
    double sides = 0;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        float value = p[i + dy * width + dx];
        if (value <= limits[0] || value >= limits[1]) {
          return;
        }
        if (dx != 0 && dy != 0) {
          corners += value;
        } else if (dx != 0 || dy != 0) {
          sides += value;
        }
      }
    }
    sink.accept((corners + sides + p[i]) / 9, (corners - 2 * sides + 4 * p[i]) / 6);
  }

  /** Values at or beyond these were clipped. */
  private static float[] limits(float[] plane) {
    float[] sorted = plane.clone();
    Arrays.sort(sorted);
    int share = (int) (CLIPPED_SHARE * sorted.length);
    int n = sorted.length;
    boolean constant = sorted[0] == sorted[n - 1];
    boolean low = !constant && sorted[0] == sorted[Math.min(n - 1, share)];
    boolean high = !constant && sorted[n - 1] == sorted[Math.max(0, n - 1 - share)];
    return new float[] {
      low ? sorted[0] : Float.NEGATIVE_INFINITY, high ? sorted[n - 1] : Float.POSITIVE_INFINITY
    };
  }

  /**
   * The standard deviation of normal numbers from their absolute values.
   *
   * @param absolute sorted here; the first {@code count} count, at least 1
   */
  static double deviation(double[] absolute, int count) {
    Arrays.sort(absolute, 0, count);
    double median = (absolute[(count - 1) / 2] + absolute[count / 2]) / 2;
    if (median > 0) {
      return median / MAD;
    }
    // Whole numbers with hardly any noise: Immerkær's own mean of the absolute values.
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += absolute[i];
    }
    return Math.sqrt(Math.PI / 2) * sum / count;
  }
}
