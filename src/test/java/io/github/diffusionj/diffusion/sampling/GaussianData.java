package io.github.diffusionj.diffusion.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * Data that are normally distributed, the one case in which the perfect network is known: given
 * x_t, x_0 has the mean m + √ᾱ·v·(x_t − √ᾱ·m)/V with V = ᾱ·v + 1 − ᾱ. Every state of a sampler is
 * then affine in x_T and the noise, so where a sampler takes a distribution can be worked out
 * exactly from its coefficients, with no drawing of random numbers.
 *
 * @param mean m
 * @param variance v
 */
record GaussianData(double mean, double variance) {

  double meanAt(double alphaBar) {
    return Math.sqrt(alphaBar) * mean;
  }

  double varianceAt(double alphaBar) {
    return alphaBar * variance + 1 - alphaBar;
  }

  /** What the steps together do to x, with the perfect network. */
  Affine map(List<SamplingStep> steps) {
    List<Affine> states = new ArrayList<>(List.of(Affine.START));
    List<Affine> estimates = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      SamplingStep step = steps.get(i);
      if (step.callsNetwork()) {
        estimates.add(0, estimate(states.get(0), step.alphaBar()));
      }
      Affine next = step.noise() == 0 ? Affine.ZERO : Affine.noise(i, step.noise());
      next = sum(next, states, step.x());
      next = sum(next, estimates, step.x0());
      states.add(0, next);
    }
    return states.get(0);
  }

  private static Affine sum(Affine start, List<Affine> terms, List<Double> factors) {
    Affine sum = start;
    for (int k = 0; k < factors.size(); k++) {
      if (factors.get(k) != 0) {
        sum = sum.plus(terms.get(k), factors.get(k));
      }
    }
    return sum;
  }

  private Affine estimate(Affine x, double alphaBar) {
    double gain = Math.sqrt(alphaBar) * variance / varianceAt(alphaBar);
    return Affine.constant(mean - gain * meanAt(alphaBar)).plus(x, gain);
  }

  /** What the steps make of x_t when it has the distribution it should have. */
  GaussianData sampled(List<SamplingStep> steps) {
    double start = steps.get(0).alphaBar();
    Affine map = map(steps);
    return new GaussianData(map.mean(meanAt(start)), map.variance(varianceAt(start)));
  }

  /** The slope of the probability flow from ᾱ to the data: √(v/V) (Song et al. 2021, eq. 13). */
  double flowSlope(double alphaBar) {
    return Math.sqrt(variance / varianceAt(alphaBar));
  }
}
