package io.github.diffusionj.task.roundtrip;

import java.util.Collection;

/**
 * Mean and standard deviation of some numbers.
 *
 * @param mean their mean
 * @param deviation their standard deviation, with n − 1; 0 for a single one
 */
public record Spread(double mean, double deviation) {

  static Spread of(Collection<Double> numbers) {
    double mean = numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double squares = numbers.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    int n = numbers.size();
    return new Spread(mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1)));
  }
}
