package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.Objects;

/**
 * Ancestral sampling: x_s is drawn from q(x_s | x_t, x_0 = x̂_0), for any s &lt; t. With β = 1 −
 * ᾱ_t/ᾱ_s:
 *
 * <pre>  x_s = (√ᾱ_s·β·x̂_0 + √(ᾱ_t/ᾱ_s)·(1 − ᾱ_s)·x_t)/(1 − ᾱ_t) + √variance·z</pre>
 *
 * <p>The step to s = 0 takes no noise. For s = t − 1 this is Ho et al. 2020, algorithm 2.
 *
 * @param variance the variance of the noise
 */
public record DdpmSampler(Variance variance) implements OneStepSampler {

  /** Checks that there is a variance. */
  public DdpmSampler {
    Objects.requireNonNull(variance, "variance");
  }

  /**
   * The step between two times.
   *
   * @param t 1…T
   * @param next s, 0…t−1
   * @throws IllegalArgumentException if a time is out of range or next does not come before t
   */
  @Override
  public SamplingStep step(NoiseSchedule schedule, int t, int next) {
    double alpha = OneStepSampler.alphaBetween(schedule, t, next);
    double beta = 1 - alpha;
    double noiseLeft = 1 - schedule.alphaBar(next);
    double noiseNow = 1 - schedule.alphaBar(t);
    double x = Math.sqrt(alpha) * noiseLeft / noiseNow;
    double x0 = Math.sqrt(schedule.alphaBar(next)) * beta / noiseNow;
    double variance =
        switch (this.variance) {
          case FIXED_SMALL -> beta * noiseLeft / noiseNow;
          case FIXED_LARGE -> beta;
        };
    return new SamplingStep(t, next, x, x0, 0, next == 0 ? 0 : Math.sqrt(variance));
  }
}
