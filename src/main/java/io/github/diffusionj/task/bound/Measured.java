package io.github.diffusionj.task.bound;

/**
 * A number that was estimated from samples.
 *
 * @param value in bits per dimension
 * @param error its standard error, 0 if it is exact
 */
public record Measured(double value, double error) {

  /** Nothing, exactly. */
  public static final Measured ZERO = new Measured(0, 0);

  /** The mean of samples, and the standard error of that mean. */
  static Measured mean(double[] samples) {
    double sum = 0;
    for (double sample : samples) {
      sum += sample;
    }
    double mean = sum / samples.length;
    double squares = 0;
    for (double sample : samples) {
      squares += (sample - mean) * (sample - mean);
    }
    return new Measured(mean, Math.sqrt(squares / (samples.length - 1) / samples.length));
  }

  /** This plus an independent number. */
  public Measured plus(Measured other) {
    return new Measured(value + other.value, Math.hypot(error, other.error));
  }

  /** This times a number. */
  Measured times(double factor) {
    return new Measured(factor * value, Math.abs(factor) * error);
  }
}
