package io.github.diffusionj.yardstick;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The sliced Wasserstein distance of two sets of images at each level of a Laplacian pyramid
 * (Karras et al. 2018, section 5): between their 7×7 neighbourhoods, normalised to mean 0 and
 * standard deviation 1 for each channel, along random directions. The numbers are 10³ times the
 * distance, as in the paper.
 */
final class SlicedWasserstein {

  private static final int SIDE = 7;
  private static final int PER_IMAGE = 64;
  private static final int DIRECTIONS = 256;
  private static final double SCALE = 1e3;

  private SlicedWasserstein() {}

  /** The distance at each level, from the finest; both sets have as many images. */
  static double[] distances(Patches a, Patches b, long seed) {
    List<Patches> levelsA = LaplacianPyramid.of(a);
    List<Patches> levelsB = LaplacianPyramid.of(b);
    double[] distances = new double[levelsA.size()];
    for (int level = 0; level < distances.length; level++) {
      distances[level] = distance(levelsA.get(level), levelsB.get(level), seed + level);
    }
    return distances;
  }

  private static double distance(Patches a, Patches b, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] first = neighbourhoods(a, random.split());
    float[][] second = neighbourhoods(b, random.split());
    double sum = 0;
    for (int i = 0; i < DIRECTIONS; i++) {
      double[] direction = direction(first[0].length, random);
      double[] p = projections(first, direction);
      double[] q = projections(second, direction);
      for (int k = 0; k < p.length; k++) {
        sum += Math.abs(p[k] - q[k]) / p.length;
      }
    }
    return SCALE * sum / DIRECTIONS;
  }

  private static double[] direction(int dimensions, SplittableRandom random) {
    double[] direction = new double[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      direction[i] = random.nextGaussian();
      squares += direction[i] * direction[i];
    }
    for (int i = 0; i < dimensions; i++) {
      direction[i] /= Math.sqrt(squares);
    }
    return direction;
  }

  private static double[] projections(float[][] points, double[] direction) {
    double[] result = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < direction.length; d++) {
        result[i] += points[i][d] * direction[d];
      }
    }
    Arrays.sort(result);
    return result;
  }

  private static float[][] neighbourhoods(Patches images, SplittableRandom random) {
    List<float[]> points = new ArrayList<>();
    int places = images.size() - SIDE + 1;
    for (int image = 0; image < images.n(); image++) {
      for (int i = 0; i < PER_IMAGE; i++) {
        points.add(neighbourhood(images, image, random.nextInt(places), random.nextInt(places)));
      }
    }
    float[][] all = points.toArray(float[][]::new);
    for (int channel = 0; channel < images.channels(); channel++) {
      normalise(all, channel * SIDE * SIDE, (channel + 1) * SIDE * SIDE);
    }
    return all;
  }

  private static float[] neighbourhood(Patches images, int image, int left, int top) {
    float[] values = new float[images.channels() * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      int channel = i / (SIDE * SIDE);
      int y = top + i / SIDE % SIDE;
      int x = left + i % SIDE;
      int plane = image * images.channels() + channel;
      values[i] = images.values()[(plane * images.size() + y) * images.size() + x];
    }
    return values;
  }

  private static void normalise(float[][] points, int from, int to) {
    double sum = 0;
    double squares = 0;
    long count = (long) points.length * (to - from);
    for (float[] point : points) {
      for (int i = from; i < to; i++) {
        sum += point[i];
        squares += (double) point[i] * point[i];
      }
    }
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(1e-12, squares / count - mean * mean));
    for (float[] point : points) {
      for (int i = from; i < to; i++) {
        point[i] = (float) ((point[i] - mean) / deviation);
      }
    }
  }
}
