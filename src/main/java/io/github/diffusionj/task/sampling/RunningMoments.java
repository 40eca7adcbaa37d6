package io.github.diffusionj.task.sampling;

/**
 * Mean and standard deviation of samples that come one after the other, value by value, in memory
 * that does not grow with their number (Welford 1962, "Note on a Method for Calculating Corrected
 * Sums of Squares and Products"). Samples that are all alike have exactly that mean, and deviation
 * 0.
 */
public final class RunningMoments {

  private final double[] mean;
  private final double[] squares;
  private int count;

  /** Starts without a sample of {@code length} values. */
  public RunningMoments(int length) {
    mean = new double[length];
    squares = new double[length];
  }

  /** Takes a sample. */
  public void add(float[] values) {
    count++;
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - mean[i];
      mean[i] += difference / count;
      squares[i] += difference * (values[i] - mean[i]);
    }
  }

  /** The mean of K ≥ 1 samples. */
  public float[] mean() {
    float[] out = new float[mean.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) mean[i];
    }
    return out;
  }

  /** √(Σ(x − mean)²/(K − 1)), of K ≥ 2 samples. */
  public float[] deviation() {
    float[] out = new float[mean.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.sqrt(squares[i] / (count - 1));
    }
    return out;
  }
}
