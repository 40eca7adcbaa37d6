package io.github.diffusionj.yardstick;

import java.util.ArrayList;
import java.util.List;

/**
 * The Laplacian pyramid (Burt and Adelson 1983): what each halving of the size loses, from the
 * finest, and last what is left. The filter is theirs, 1 4 6 4 1 over 16, mirrored at the edges.
 */
final class LaplacianPyramid {

  /** The coarsest level is at least this wide. */
  private static final int SMALLEST = 16;

  private static final double[] FILTER = {1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0};

  private LaplacianPyramid() {}

  /** The levels of a batch, from the finest; each half the size of the one before. */
  static List<Patches> of(Patches images) {
    List<Patches> levels = new ArrayList<>();
    Patches current = images;
    while (current.size() / 2 >= SMALLEST && current.size() % 2 == 0) {
      Patches smaller = down(current);
      levels.add(difference(current, up(smaller)));
      current = smaller;
    }
    levels.add(current);
    return levels;
  }

  private static Patches difference(Patches a, Patches b) {
    float[] values = new float[a.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = a.values()[i] - b.values()[i];
    }
    return new Patches(values, a.n(), a.channels(), a.size());
  }

  /** Filtered, then every second pixel. */
  static Patches down(Patches images) {
    int size = images.size();
    int half = size / 2;
    float[] filtered = filter(images.values(), size, 1);
    float[] values = new float[images.values().length / 4];
    for (int plane = 0; plane < images.n() * images.channels(); plane++) {
      for (int y = 0; y < half; y++) {
        for (int x = 0; x < half; x++) {
          values[(plane * half + y) * half + x] = filtered[(plane * size + 2 * y) * size + 2 * x];
        }
      }
    }
    return new Patches(values, images.n(), images.channels(), half);
  }

  /** Zeros between the pixels, then filtered, times four. */
  static Patches up(Patches images) {
    int half = images.size();
    int size = 2 * half;
    float[] values = new float[images.values().length * 4];
    for (int plane = 0; plane < images.n() * images.channels(); plane++) {
      for (int y = 0; y < half; y++) {
        for (int x = 0; x < half; x++) {
          values[(plane * size + 2 * y) * size + 2 * x] =
              images.values()[(plane * half + y) * half + x];
        }
      }
    }
    return new Patches(filter(values, size, 4), images.n(), images.channels(), size);
  }

  private static float[] filter(float[] values, int size, double factor) {
    float[] rows = new float[values.length];
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int x = i % size;
      double sum = 0;
      for (int k = -2; k <= 2; k++) {
        sum += FILTER[k + 2] * values[i - x + mirror(x + k, size)];
      }
      rows[i] = (float) sum;
    }
    for (int i = 0; i < values.length; i++) {
      int y = i / size % size;
      double sum = 0;
      for (int k = -2; k <= 2; k++) {
        sum += FILTER[k + 2] * rows[i + (mirror(y + k, size) - y) * size];
      }
      result[i] = (float) (factor * sum);
    }
    return result;
  }

  /** The pixel that stands for one beyond the edge; the edge itself is not repeated. */
  static int mirror(int i, int size) {
    int folded = Math.abs(i);
    return folded < size ? folded : 2 * (size - 1) - folded;
  }
}
