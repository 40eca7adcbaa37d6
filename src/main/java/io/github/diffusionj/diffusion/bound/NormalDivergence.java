package io.github.diffusionj.diffusion.bound;

/** The Kullback–Leibler divergence of two normal distributions. */
public final class NormalDivergence {

  private NormalDivergence() {}

  /**
   * KL(N(m₁, v₁) ‖ N(m₂, v₂)) = ½·(ln(v₂/v₁) + (v₁ + (m₁ − m₂)²)/v₂ − 1), in nats. It is linear in
   * the squared distance, so the mean divergence of many pixels is that of their mean squared
   * distance.
   *
   * @param squaredDistance (m₁ − m₂)², or its mean, at least 0
   * @param variance v₁, above 0
   * @param reference v₂, above 0
   */
  public static double nats(double squaredDistance, double variance, double reference) {
    double ratio = variance / reference;
    return 0.5 * (-Math.log(ratio) + ratio + squaredDistance / reference - 1);
  }
}
