package io.github.diffusionj.diffusion.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** Takes the steps of a sampler with a function in place of a network, in double precision. */
final class Walk {

  private Walk() {}

  /**
   * All states, from x_T to the last.
   *
   * @param estimate x̂_0 from a state and the step, after clipping
   * @param noise z of a step's index
   */
  static List<double[]> of(
      double[] start,
      List<SamplingStep> steps,
      BiFunction<double[], SamplingStep, double[]> estimate,
      IntFunction<double[]> noise) {
    List<double[]> states = new ArrayList<>(List.of(start));
    List<double[]> estimates = new ArrayList<>();
    List<double[]> path = new ArrayList<>(List.of(start));
    for (int i = 0; i < steps.size(); i++) {
      SamplingStep step = steps.get(i);
      if (step.callsNetwork()) {
        estimates.add(0, estimate.apply(states.get(0), step));
      }
      double[] next = new double[start.length];
      add(next, states, step.x());
      add(next, estimates, step.x0());
      double[] z = noise.apply(i);
      for (int e = 0; e < next.length; e++) {
        // Learned variance: v = sin(2x), as in samplers.py.
        double share = (Math.sin(2 * states.get(0)[e]) + 1) / 2;
        double factor =
            step.noise() == 0
                ? 0
                : Math.pow(step.noise(), 1 - share) * Math.pow(step.noiseLarge(), share);
        next[e] += factor * z[e];
      }
      states.add(0, next);
      path.add(next);
    }
    return path;
  }

  private static void add(double[] sum, List<double[]> terms, List<Double> factors) {
    for (int k = 0; k < factors.size(); k++) {
      for (int e = 0; e < sum.length; e++) {
        sum[e] += factors.get(k) == 0 ? 0 : factors.get(k) * terms.get(k)[e];
      }
    }
  }
}
