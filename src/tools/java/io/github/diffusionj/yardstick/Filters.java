package io.github.diffusionj.yardstick;

import io.github.diffusionj.image.noise.LowPass;

/** The two filters that denoising is held against, on single planes. */
final class Filters {

  private Filters() {}

  /** ImageJ's Gaussian Blur, with a standard deviation in pixels; the edge goes on outside. */
  static float[] gaussian(float[] plane, int size, double sigma) {
    float[] blurred = plane.clone();
    LowPass.apply(blurred, size, size, sigma);
    return blurred;
  }

  /**
   * Non-local means (Buades, Coll and Morel 2005): each pixel is the mean of those around whose
   * neighbourhoods look alike, with weights exp(−max(0, d² − 2σ²)/h²), d² being the mean squared
   * difference of the neighbourhoods. The plane is mirrored at its edges.
   *
   * @param sigma standard deviation of the noise
   * @param h strength
   * @param near half the side of a neighbourhood
   * @param far half the side of the window that is searched
   */
  static float[] nonLocalMeans(float[] plane, int size, double sigma, double h, int near, int far) {
    double[] sums = new double[plane.length];
    double[] weights = new double[plane.length];
    for (int dy = -far; dy <= far; dy++) {
      for (int dx = -far; dx <= far; dx++) {
        double[] distances = boxMean(squares(plane, size, dx, dy), size, near);
        for (int i = 0; i < plane.length; i++) {
          double excess = Math.max(0, distances[i] - 2 * sigma * sigma);
          double weight = Math.exp(-excess / (h * h));
          sums[i] += weight * plane[moved(i, size, dx, dy)];
          weights[i] += weight;
        }
      }
    }
    float[] result = new float[plane.length];
    for (int i = 0; i < plane.length; i++) {
      result[i] = (float) (sums[i] / weights[i]);
    }
    return result;
  }

  private static int moved(int i, int size, int dx, int dy) {
    return LaplacianPyramid.mirror(i / size + dy, size) * size
        + LaplacianPyramid.mirror(i % size + dx, size);
  }

  private static double[] squares(float[] plane, int size, int dx, int dy) {
    double[] result = new double[plane.length];
    for (int i = 0; i < plane.length; i++) {
      double difference = plane[i] - plane[moved(i, size, dx, dy)];
      result[i] = difference * difference;
    }
    return result;
  }

  private static double[] boxMean(double[] plane, int size, int radius) {
    double[] rows = new double[plane.length];
    double[] result = new double[plane.length];
    int side = 2 * radius + 1;
    for (int i = 0; i < plane.length; i++) {
      for (int k = -radius; k <= radius; k++) {
        rows[i] += plane[moved(i, size, k, 0)] / side;
      }
    }
    for (int i = 0; i < plane.length; i++) {
      for (int k = -radius; k <= radius; k++) {
        result[i] += rows[moved(i, size, 0, k)] / side;
      }
    }
    return result;
  }
}
