package io.github.diffusionj.task.restore;

import java.util.Arrays;
import java.util.List;

/** Mean, standard deviation and quantiles of samples, pixel by pixel. */
final class SampleStatistics {

  private static final double[] LEVELS = {0.05, 0.5, 0.95};

  private SampleStatistics() {}

  /** The mean. */
  static float[] mean(List<float[]> samples) {
    float[] mean = new float[samples.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] sample : samples) {
        sum += sample[i];
      }
      mean[i] = (float) (sum / samples.size());
    }
    return mean;
  }

  /** √(Σ(x − mean)²/(K − 1)), of K ≥ 2 samples. */
  static float[] deviation(List<float[]> samples, float[] mean) {
    float[] deviation = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (float[] sample : samples) {
        double difference = sample[i] - mean[i];
        sum += difference * difference;
      }
      deviation[i] = (float) Math.sqrt(sum / (samples.size() - 1));
    }
    return deviation;
  }

  /** The 5 %, 50 % and 95 % quantiles, linear between neighbours in order. */
  static List<float[]> quantiles(List<float[]> samples) {
    int length = samples.get(0).length;
    List<float[]> quantiles = Arrays.stream(LEVELS).mapToObj(level -> new float[length]).toList();
    float[] sorted = new float[samples.size()];
    for (int i = 0; i < length; i++) {
      for (int k = 0; k < sorted.length; k++) {
        sorted[k] = samples.get(k)[i];
      }
      Arrays.sort(sorted);
      for (int q = 0; q < LEVELS.length; q++) {
        double place = LEVELS[q] * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        quantiles.get(q)[i] =
            (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
      }
    }
    return quantiles;
  }
}
