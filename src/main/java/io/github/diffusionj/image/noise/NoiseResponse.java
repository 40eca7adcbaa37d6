package io.github.diffusionj.image.noise;

import io.github.diffusionj.image.pixel.EmptyArea;
import java.math.BigInteger;
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
 * standard deviation is taken by the median of the absolute values over 0.6745 (Donoho and
 * Johnstone 1994), which edges and texture hardly move.
 */
final class NoiseResponse {

  /** The median of the absolute value of a standard normal number. */
  static final double MAD = 0.6744897501960817;

  /** From this share on, a plane's smallest or largest value is taken for a limit of the camera. */
  private static final double CLIPPED_SHARE = 0.005;

  /** So many pixels say enough; of a larger plane evenly spread ones are looked at. */
  private static final int MOST_PIXELS = 1_000_000;

  private NoiseResponse() {}

  /** How many pixels of a plane are looked at; as many responses or fewer count. */
  static int pixels(int width, int height) {
    int step = step(width, height);
    return (inside(width, height) + step - 1) / step;
  }

  private static int inside(int width, int height) {
    return Math.max(0, width - 2) * Math.max(0, height - 2);
  }

  /** Shares no factor with the columns, so that each of them has its turn. */
  private static int step(int width, int height) {
    BigInteger columns = BigInteger.valueOf(Math.max(1, width - 2));
    int step = 1 + (inside(width, height) - 1) / MOST_PIXELS;
    while (columns.gcd(BigInteger.valueOf(step)).intValue() > 1) {
      step++;
    }
    return step;
  }

  /** Takes the response of a pixel that has all neighbours and lies away from the limits. */
  interface Sink {
    void accept(double localMean, double response);
  }

  /**
   * Goes through a plane. Where the camera has cut values off, their noise is less than it was. So
   * pixels count whose neighbourhood has its mean that far from a limit; the mean of a
   * neighbourhood says nothing of its response, so this choice leaves the rest as it is. Those of
   * an {@link EmptyArea} do not count.
   *
   * @param margin distance from a limit, 0 or more
   */
  static void each(float[] plane, int width, int height, double margin, Sink sink) {
    double[] limits = limits(plane);
    EmptyArea empty = EmptyArea.of(plane, width, height);
    int columns = Math.max(0, width - 2);
    int step = step(width, height);
    for (int k = 0; k < inside(width, height); k += step) {
      int i = (1 + k / columns) * width + 1 + k % columns;
      double corners =
          (double) plane[i - width - 1]
              + plane[i - width + 1]
              + plane[i + width - 1]
              + plane[i + width + 1];
      double sides = (double) plane[i - width] + plane[i + width] + plane[i - 1] + plane[i + 1];
      double mean = (corners + sides + plane[i]) / 9;
      boolean away = mean > limits[0] + margin && mean < limits[1] - margin;
      if (away && !empty.contains(i)) {
        sink.accept(mean, (corners - 2 * sides + 4 * plane[i]) / 6);
      }
    }
  }

  /** The values at which the plane was cut off, infinite where it was not. */
  private static double[] limits(float[] plane) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : plane) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return new double[] {
      low < high && cutOff(plane, low) ? low : Double.NEGATIVE_INFINITY,
      low < high && cutOff(plane, high) ? high : Double.POSITIVE_INFINITY
    };
  }

  private static boolean cutOff(float[] plane, float limit) {
    int most = (int) (CLIPPED_SHARE * plane.length);
    int count = 0;
    for (float value : plane) {
      count += value == limit ? 1 : 0;
    }
    return most > 0 && count > most;
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
