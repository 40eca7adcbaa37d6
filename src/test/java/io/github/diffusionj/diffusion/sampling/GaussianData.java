package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.List;

/**
 * Data that are normally distributed, the one case in which the perfect network is known: the score
 * of q(x_t) = N(√ᾱ·m, ᾱ·v + 1 − ᾱ) is −(x − √ᾱ·m)/(ᾱ·v + 1 − ᾱ). Every step of a sampler is then
 * affine in x_t plus noise, so where a sampler takes a distribution can be worked out exactly from
 * its coefficients, with no drawing of random numbers.
 *
 * @param mean m
 * @param variance v
 */
record GaussianData(double mean, double variance) {

  /** x → slope·x + intercept + √noise·z. */
  record Map(double slope, double intercept, double noise) {

    Map then(Map next) {
      return new Map(
          next.slope * slope,
          next.slope * intercept + next.intercept,
          next.slope * next.slope * noise + next.noise);
    }

    double mean(double of) {
      return slope * of + intercept;
    }

    double variance(double of) {
      return slope * slope * of + noise;
    }
  }

  double meanAt(double alphaBar) {
    return Math.sqrt(alphaBar) * mean;
  }

  double varianceAt(double alphaBar) {
    return alphaBar * variance + 1 - alphaBar;
  }

  /** What the steps together do to x, with the perfect network. */
  Map map(NoiseSchedule schedule, List<SamplingStep> steps) {
    return steps.stream()
        .map(step -> map(step, schedule.alphaBar(step.t())))
        .reduce(new Map(1, 0, 0), Map::then);
  }

  /** What the steps make of x_t when it has the distribution it should have. */
  GaussianData sampled(NoiseSchedule schedule, List<SamplingStep> steps) {
    double start = schedule.alphaBar(steps.get(0).t());
    Map map = map(schedule, steps);
    return new GaussianData(map.mean(meanAt(start)), map.variance(varianceAt(start)));
  }

  private Map map(SamplingStep step, double alphaBar) {
    Linear x0 = Prediction.SCORE.to(Prediction.SAMPLE, alphaBar);
    Linear eps = Prediction.SCORE.to(Prediction.EPSILON, alphaBar);
    double ofX = step.x() + step.x0() * x0.x() + step.eps() * eps.x();
    double ofScore = step.x0() * x0.output() + step.eps() * eps.output();
    double scoreSlope = -1 / varianceAt(alphaBar);
    return new Map(
        ofX + ofScore * scoreSlope,
        -ofScore * scoreSlope * meanAt(alphaBar),
        step.noise() * step.noise());
  }
}
