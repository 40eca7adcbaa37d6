package io.github.diffusionj.image.noise;

import java.util.Arrays;
import java.util.Random;

/** A picture of soft discs on a dark ground, without noise or with a known one. */
public final class SyntheticScene {

  private static final int DISCS = 30;

  /** So far from a disc's edge its light is lost in the last digit of a ground that is not 0. */
  private static final double REACH = 20;

  private SyntheticScene() {}

  /** Grey values from {@code dark} to about {@code bright}, H·W. */
  public static float[] clean(int width, int height, double dark, double bright) {
    Random random = new Random(5);
    float[] plane = new float[width * height];
    Arrays.fill(plane, (float) dark);
    for (int disc = 0; disc < DISCS; disc++) {
      double cx = random.nextDouble() * width;
      double cy = random.nextDouble() * height;
      double radius = 5 + 9 * random.nextDouble();
      double level = (0.4 + 0.6 * random.nextDouble()) * (bright - dark);
      add(plane, width, height, cx, cy, radius, dark, level);
    }
    return plane;
  }

  private static void add(
      float[] plane,
      int width,
      int height,
      double cx,
      double cy,
      double radius,
      double dark,
      double level) {
    double reach = radius + REACH;
    int right = (int) Math.min(width - 1, cx + reach);
    int bottom = (int) Math.min(height - 1, cy + reach);
    for (int y = (int) Math.max(0, cy - reach); y <= bottom; y++) {
      for (int x = (int) Math.max(0, cx - reach); x <= right; x++) {
        double distance = Math.hypot(x - cx, y - cy);
        double value = dark + level / (1 + Math.exp(2 * (distance - radius)));
        int i = y * width + x;
        plane[i] = (float) Math.max(plane[i], value);
      }
    }
  }

  /** With independent normal noise. */
  public static float[] gaussian(float[] clean, double sigma, long seed) {
    Random random = new Random(seed);
    float[] noisy = clean.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (sigma * random.nextGaussian());
    }
    return noisy;
  }

  /** y = gain·Poisson((x − offset)/gain) + offset + read noise. */
  public static float[] camera(float[] clean, double gain, double offset, double read, long seed) {
    Random random = new Random(seed);
    float[] noisy = new float[clean.length];
    for (int i = 0; i < noisy.length; i++) {
      double photons = poisson(random, (clean[i] - offset) / gain);
      noisy[i] = (float) (gain * photons + offset + read * random.nextGaussian());
    }
    return noisy;
  }

  /** Knuth's method, a piece of the mean at a time. */
  private static int poisson(Random random, double mean) {
    int count = 0;
    for (double left = mean; left > 0; left -= 30) {
      double limit = Math.exp(-Math.min(left, 30));
      for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
        count++;
      }
    }
    return count;
  }
}
