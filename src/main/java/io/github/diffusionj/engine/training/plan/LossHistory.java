package io.github.diffusionj.engine.training.plan;

import java.util.Arrays;

/**
 * The loss of each step: of the whole batch, and of its images in each quarter of 1…T, from the
 * least noisy; not a number where a step had no image in a quarter.
 */
public final class LossHistory {

  /** Parts that 1…T is split into. */
  public static final int QUARTERS = 4;

  private static final int WIDTH = 1 + QUARTERS;

  private float[] values;
  private int steps;

  /** Without steps yet. */
  public LossHistory() {
    this(new float[0]);
  }

  /** From {@link #values()}. */
  public LossHistory(float[] values) {
    this.values = values.clone();
    this.steps = values.length / WIDTH;
  }

  /** Adds a step. */
  public void add(float[] losses, int[] times, int timesteps) {
    if ((steps + 1) * WIDTH > values.length) {
      values = Arrays.copyOf(values, Math.max(64 * WIDTH, 2 * values.length));
    }
    double[] sums = new double[WIDTH];
    int[] counts = new int[WIDTH];
    for (int i = 0; i < losses.length; i++) {
      int quarter = 1 + (int) ((times[i] - 1L) * QUARTERS / timesteps);
      sums[0] += losses[i];
      sums[quarter] += losses[i];
      counts[0]++;
      counts[quarter]++;
    }
    for (int k = 0; k < WIDTH; k++) {
      values[steps * WIDTH + k] = (float) (sums[k] / counts[k]);
    }
    steps++;
  }

  /** The number of steps. */
  public int steps() {
    return steps;
  }

  /** The loss of a step, counted from 0. */
  public double loss(int step) {
    return value(step, 0);
  }

  /** The loss of a step's images in a quarter of 1…T, both counted from 0, or NaN. */
  public double loss(int step, int quarter) {
    return value(step, 1 + quarter);
  }

  private double value(int step, int column) {
    if (step < 0 || step >= steps) {
      throw new IndexOutOfBoundsException("step " + step + " of " + steps);
    }
    return values[step * WIDTH + column];
  }

  /** All of it: for each step the loss and that of each quarter. */
  public float[] values() {
    return Arrays.copyOf(values, steps * WIDTH);
  }

  /** Numbers that are kept for each step. */
  public static int width() {
    return WIDTH;
  }
}
