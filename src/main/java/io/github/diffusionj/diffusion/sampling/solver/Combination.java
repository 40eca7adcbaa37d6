package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Σ x_k·X_k + Σ x0_k·E_k: what a step makes of the states X_k and the network's estimates E_k of
 * the clean image, newest first. X_0 is the state that the step starts from and E_0 what the
 * network says of it; X_k and E_k are those of k steps earlier. Immutable.
 */
final class Combination {

  static final Combination ZERO = new Combination(new double[0], new double[0]);

  private final double[] x;
  private final double[] x0;

  private Combination(double[] x, double[] x0) {
    this.x = x;
    this.x0 = x0;
  }

  /** X_k. */
  static Combination x(int k) {
    return new Combination(unit(k), new double[0]);
  }

  /** E_k, the estimate x̂_0 made from X_k. */
  static Combination x0(int k) {
    return new Combination(new double[0], unit(k));
  }

  /**
   * ε̂ = (X_k − √ᾱ·E_k)/√(1 − ᾱ), the noise that agrees with the estimate.
   *
   * @param at where X_k lies, ᾱ &lt; 1
   */
  static Combination eps(int k, TimePoint at) {
    return x(k).minus(x0(k).times(at.signal())).times(1 / at.noise());
  }

  Combination plus(Combination other) {
    return new Combination(sum(x, other.x), sum(x0, other.x0));
  }

  Combination minus(Combination other) {
    return plus(other.times(-1));
  }

  Combination times(double factor) {
    return new Combination(
        DoubleStream.of(x).map(v -> v * factor).toArray(),
        DoubleStream.of(x0).map(v -> v * factor).toArray());
  }

  /**
   * The step to this, with {@code noise}·z added.
   *
   * @param stream of z
   */
  SamplingStep step(TimePoint from, TimePoint to, double noise, int stream) {
    return new SamplingStep(
        from.t(), to.t(), from.alphaBar(), to.alphaBar(), list(x), list(x0), noise, noise, stream);
  }

  private static double[] unit(int k) {
    double[] factors = new double[k + 1];
    factors[k] = 1;
    return factors;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = Arrays.copyOf(a, Math.max(a.length, b.length));
    for (int i = 0; i < b.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** At least one factor, since every step has a state and, with a network call, an estimate. */
  private static List<Double> list(double[] factors) {
    return factors.length == 0 ? List.of(0.0) : DoubleStream.of(factors).boxed().toList();
  }
}
