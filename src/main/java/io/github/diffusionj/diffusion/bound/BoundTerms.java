package io.github.diffusionj.diffusion.bound;

import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;

/**
 * The terms of the variational bound of Ho et al. 2020, equation 5, in bits per dimension:
 *
 * <pre>
 *   L_T     = KL(q(x_T | x_0) ‖ N(0, 1))
 *   L_{t−1} = KL(q(x_{t−1} | x_t, x_0) ‖ N(μ_t, σ_t²)),  t = 2…T
 *   L_0     = −ln p(x_0 | x_1), the discretised normal N(μ_1, σ_1²)
 *   μ_t     = posteriorMeanX0·x̂_0 + posteriorMeanXt·x_t
 * </pre>
 *
 * <p>The means of both sides of L_{t−1} have the same x_t, so what is left of their distance is
 * posteriorMeanX0·(x_0 − x̂_0): the mean squared error of x̂_0 is all that has to be known.
 *
 * <p>β̃_1 = 0, so that σ_1² is β̃_2 where it would be β̃_1 (and for {@code fixed_large}, too, as Ho
 * et al. do); β_1 where T is 1.
 *
 * @param schedule the noise schedule
 * @param variance σ_t²
 */
public record BoundTerms(NoiseSchedule schedule, Variance variance) {

  private static final double BITS_PER_NAT = 1 / Math.log(2);

  /**
   * L_T.
   *
   * @param meanSquare the mean of x_0² over the pixels
   */
  public double prior(double meanSquare) {
    double alphaBar = schedule.alphaBar(schedule.steps());
    return BITS_PER_NAT * NormalDivergence.nats(alphaBar * meanSquare, 1 - alphaBar, 1);
  }

  /**
   * L_{t−1} with a fixed variance.
   *
   * @param t 2…T
   * @param meanSquaredError of x̂_0 against x_0, over the pixels
   */
  public double divergence(int t, double meanSquaredError) {
    double weight = schedule.posteriorMeanX0(t);
    return BITS_PER_NAT
        * NormalDivergence.nats(
            weight * weight * meanSquaredError, schedule.posteriorVariance(t), modelVariance(t));
  }

  /**
   * L_{t−1} with a variance for each pixel.
   *
   * @param t 2…T
   * @param error x̂_0 − x_0 of each pixel
   * @param share f of each pixel: its variance is β_t^f·β̃_t^(1−f)
   */
  public double divergence(int t, float[] error, float[] share) {
    double weight = schedule.posteriorMeanX0(t);
    double posterior = schedule.posteriorVariance(t);
    double sum = 0;
    for (int i = 0; i < error.length; i++) {
      double distance = weight * error[i];
      sum += NormalDivergence.nats(distance * distance, posterior, mixedVariance(t, share[i]));
    }
    return BITS_PER_NAT * sum / error.length;
  }

  /**
   * L_0 with a fixed variance.
   *
   * @param levels the grey levels in model space
   * @param values x_0, each the value of a level
   * @param means x̂_0 from x_1, which is μ_1
   */
  public double decoder(DiscretizedNormal levels, float[] values, float[] means) {
    double[] deviation = {Math.sqrt(modelVariance(1))};
    return BITS_PER_NAT * levels.meanNegativeLog(values, means, deviation);
  }

  /**
   * L_0 with a variance for each pixel.
   *
   * @param share f of each pixel, as for {@link #divergence(int, float[], float[])}
   */
  public double decoder(DiscretizedNormal levels, float[] values, float[] means, float[] share) {
    double[] deviations = new double[share.length];
    for (int i = 0; i < share.length; i++) {
      deviations[i] = Math.sqrt(mixedVariance(1, share[i]));
    }
    return BITS_PER_NAT * levels.meanNegativeLog(values, means, deviations);
  }

  /** σ_t² of a fixed variance; t in 1…T. */
  double modelVariance(int t) {
    return variance == Variance.FIXED_LARGE && t > 1 ? schedule.beta(t) : smallVariance(t);
  }

  /** β_t^f·β̃_t^(1−f); t in 1…T. Nichol and Dhariwal 2021, equation 15. */
  double mixedVariance(int t, double share) {
    double large = Math.log(schedule.beta(t));
    double small = Math.log(smallVariance(t));
    return Math.exp(share * large + (1 - share) * small);
  }

  /** The lower bound of a learned σ_t²: β̃_t, and for t = 1, where that is 0, β̃_2. */
  public double smallVariance(int t) {
    if (schedule.steps() == 1) {
      return schedule.beta(1);
    }
    return schedule.posteriorVariance(Math.max(t, 2));
  }
}
