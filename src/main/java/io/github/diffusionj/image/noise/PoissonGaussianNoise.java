package io.github.diffusionj.image.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Noise whose variance is a line over the grey value, Var y = gain·E y + variance, as that of
 * cameras is (Foi, Trimeche, Katkovnik and Egiazarian 2008, "Practical Poissonian–Gaussian Noise
 * Modeling and Fitting for Single-Image Raw-Data").
 *
 * <p>Pixels are sorted by the mean of their 3 × 3 neighbourhood into groups of equal size. In each
 * the variance is that of the response to the difference of two Laplacians, by its median absolute
 * value; the line is fitted to the groups by least squares, each weighted by 1/variance² as its
 * error demands.
 *
 * @param gain grey levels for one photon or electron, 0 or more
 * @param variance at grey value 0
 */
public record PoissonGaussianNoise(double gain, double variance) {

  private static final int GROUPS = 32;
  private static final int ROUNDS = 4;

  /** The share of pixels away from the camera's limits that says enough of the others. */
  private static final double LEAST_SHARE = 0.5;

  /** A group's mean grey value and variance. */
  private record Point(double mean, double variance) {}

  /**
   * Estimates from one plane what is not given.
   *
   * @param plane H·W values
   * @param gain if known
   * @param origin the offset, where the noise has the known variance {@code atOrigin}; the line
   *     goes through it
   * @param atOrigin σ² of the read noise, if known; the origin counts only with it
   * @return the line; a fit that would fall gets the gain 0
   * @throws IllegalArgumentException if the plane has too few pixels that are not clipped
   */
  public static PoissonGaussianNoise fit(
      float[] plane,
      int width,
      int height,
      OptionalDouble gain,
      double origin,
      OptionalDouble atOrigin) {
    List<Point> points = points(plane, width, height);
    if (points.size() < 2) {
      throw new IllegalArgumentException(
          "The image is too small to estimate its noise; give gain, offset and sigma.");
    }
    if (atOrigin.isPresent()) {
      double slope = gain.orElseGet(() -> slopeThrough(points, origin, atOrigin.getAsDouble()));
      return new PoissonGaussianNoise(slope, atOrigin.getAsDouble() - slope * origin);
    }
    return line(points, gain);
  }

  private static List<Point> points(float[] plane, int width, int height) {
    double margin = GaussianNoise.MARGIN * GaussianNoise.sigma(plane, width, height);
    double[][] sorted = sorted(plane, width, height, margin);
    double[][] all = sorted(plane, width, height, Double.NEGATIVE_INFINITY);
    if (sorted.length < LEAST_SHARE * all.length) {
      sorted = all; // where there is little light, many pixels are 0 without having been cut off
    }
    List<Point> points = new ArrayList<>();
    int size = sorted.length / GROUPS;
    for (int group = 0; group < GROUPS && size > 0; group++) {
      points.add(point(sorted, group * size, size));
    }
    return points;
  }

  /** Local means with absolute responses, in the order of the means. */
  private static double[][] sorted(float[] plane, int width, int height, double margin) {
    double[][] found = new double[NoiseResponse.pixels(width, height)][];
    int[] count = {0};
    NoiseResponse.each(
        plane,
        width,
        height,
        margin,
        (mean, r) -> found[count[0]++] = new double[] {mean, Math.abs(r)});
    double[][] sorted = Arrays.copyOf(found, count[0]);
    Arrays.sort(sorted, (a, b) -> Double.compare(a[0], b[0]));
    return sorted;
  }

  private static Point point(double[][] sorted, int from, int size) {
    double[] absolute = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += sorted[from + i][0];
      absolute[i] = sorted[from + i][1];
    }
    double deviation = NoiseResponse.deviation(absolute, size);
    return new Point(sum / size, deviation * deviation);
  }

  private static double slopeThrough(List<Point> points, double origin, double variance) {
    double top = 0;
    double bottom = 0;
    for (Point point : points) {
      double weight = 1 / square(Math.max(point.variance, 1e-12));
      double x = point.mean - origin;
      top += weight * x * (point.variance - variance);
      bottom += weight * x * x;
    }
    return bottom > 0 ? Math.max(0, top / bottom) : 0;
  }

  /** Weighted by the variance of the line before, from equal weights on. */
  private static PoissonGaussianNoise line(List<Point> points, OptionalDouble gain) {
    PoissonGaussianNoise line = null;
    for (int round = 0; round < ROUNDS; round++) {
      double floor = points.stream().mapToDouble(Point::variance).average().orElse(1) / 100;
      double w = 0;
      double wx = 0;
      double wy = 0;
      double wxx = 0;
      double wxy = 0;
      for (Point point : points) {
        double expected = line == null ? 1 : Math.max(floor, line.at(point.mean));
        double weight = 1 / square(Math.max(expected, 1e-12));
        w += weight;
        wx += weight * point.mean;
        wy += weight * point.variance;
        wxx += weight * point.mean * point.mean;
        wxy += weight * point.mean * point.variance;
      }
      double spread = w * wxx - wx * wx;
      double slope =
          gain.orElse(spread > 1e-12 * w * wxx ? Math.max(0, (w * wxy - wx * wy) / spread) : 0);
      line = new PoissonGaussianNoise(slope, (wy - slope * wx) / w);
    }
    return line;
  }

  /** The variance at a grey value. */
  public double at(double mean) {
    return gain * mean + variance;
  }

  private static double square(double x) {
    return x * x;
  }
}
