package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.TimePoint;

/**
 * The step along a given ε: x_t = α_t·(x_s − σ_s·ε)/α_s + σ_t·ε. Liu et al. 2022 (PNDM) call it the
 * transfer part; in ρ it is x̄_t = x̄_s + (ρ_t − ρ_s)·ε.
 */
final class Transfer {

  private Transfer() {}

  /**
   * Goes from s to t.
   *
   * @param start how many steps ago the state at s was
   * @param eps along which noise
   */
  static Combination apply(int start, Combination eps, TimePoint s, TimePoint t) {
    if (start == 0 && s.alphaBar() == 0) {
      // x_s = ε̂ there, and (x_s − σ_s·ε̂)/α_s is x̂_0.
      return Combination.x0(0).times(t.signal()).plus(eps.times(t.noise()));
    }
    double scale = t.signal() / s.signal();
    double slope = t.noise() - scale * s.noise();
    return Combination.x(start).times(scale).plus(eps.times(slope));
  }
}
