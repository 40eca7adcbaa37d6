package io.github.diffusionj.task.restore;

import java.util.Arrays;
import java.util.List;

/** The 5 %, 50 % and 95 % quantiles of samples, pixel by pixel, linear between neighbours. */
final class Quantiles {

  private static final double[] LEVELS = {0.05, 0.5, 0.95};

  private Quantiles() {}

  /** One array for each quantile. */
  static List<float[]> of(List<float[]> samples) {
    int length = samples.get(0).length;
    List<float[]> quantiles = Arrays.stream(LEVELS).mapToObj(level -> new float[length]).toList();
    float[] sorted = new float[samples.size()];
    for (int i = 0; i < length; i++) {
      for (int k = 0; k < sorted.length; k++) {
        sorted[k] = samples.get(k)[i];
      }
      Arrays.sort(sorted);
      for (int q = 0; q < LEVELS.length; q++) {
        quantiles.get(q)[i] = between(sorted, LEVELS[q] * (sorted.length - 1));
      }
    }
    return quantiles;
  }

  private static float between(float[] sorted, double place) {
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
  }
}
