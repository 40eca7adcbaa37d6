package io.github.diffusionj.benchmark;

import java.util.function.IntPredicate;

/**
 * Fills missing pixels of a square image with what bends least: the sum of squared differences of
 * neighbours is least (Laplace's equation), or that of squared Laplacians (the biharmonic one). At
 * the image's border the neighbour that is not there counts as the pixel itself.
 */
final class Interpolation {

  private static final int ROUNDS = 20_000;

  /** Of the squared residual. */
  private static final double ENOUGH = 1e-12;

  private final int size;
  private final IntPredicate missing;
  private final boolean biharmonic;

  Interpolation(int size, IntPredicate missing, boolean biharmonic) {
    this.size = size;
    this.missing = missing;
    this.biharmonic = biharmonic;
  }

  /** The image with its missing pixels filled, by conjugate gradients. */
  float[] fill(float[] image) {
    double[] x = start(image);
    double[] residual = operator(x);
    negate(residual);
    double[] direction = residual.clone();
    double squares = dot(residual, residual);
    double enough = ENOUGH * squares;
    for (int round = 0; round < ROUNDS && squares > enough; round++) {
      double[] change = operator(direction);
      double step = squares / dot(direction, change);
      add(x, step, direction);
      add(residual, -step, change);
      double before = squares;
      squares = dot(residual, residual);
      scaleAndAdd(direction, squares / before, residual);
    }
    float[] filled = image.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = missing.test(i) ? (float) x[i] : image[i];
    }
    return filled;
  }

  /** The known pixels, and their mean where there are none. */
  private double[] start(float[] image) {
    double sum = 0;
    int known = 0;
    for (int i = 0; i < image.length; i++) {
      sum += missing.test(i) ? 0 : image[i];
      known += missing.test(i) ? 0 : 1;
    }
    double[] start = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      start[i] = missing.test(i) ? sum / known : image[i];
    }
    return start;
  }

  /** −Δ or Δ² of an image at the missing pixels, 0 at the others. */
  private double[] operator(double[] image) {
    double[] result = laplacian(image);
    result = biharmonic ? laplacian(result) : result;
    for (int i = 0; i < result.length; i++) {
      result[i] = missing.test(i) ? result[i] : 0;
    }
    return result;
  }

  /** −Δ. */
  private double[] laplacian(double[] image) {
    double[] result = new double[image.length];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int i = y * size + x;
        double left = image[x > 0 ? i - 1 : i];
        double right = image[x + 1 < size ? i + 1 : i];
        double above = image[y > 0 ? i - size : i];
        double below = image[y + 1 < size ? i + size : i];
        result[i] = 4 * image[i] - left - right - above - below;
      }
    }
    return result;
  }

  private static void negate(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static void scaleAndAdd(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] = factor * to[i] + what[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
