package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.sampling.TimePoint;

/**
 * What an exponential integrator takes as a polynomial in λ, and so which linear part it solves
 * exactly. With the moments M of {@link Moments}, a step from s to t is
 *
 * <pre>  x_t = scale·x_s + amplitude·Σ w_i(k)·f_i + noise·z</pre>
 *
 * under diffusers' names ({@code algorithm_type}).
 */
public enum Formulation implements Labelled {
  /** x̂_0: scale σ_t/σ_s, amplitude α_t, k = h. Lu et al. 2022 (DPM-Solver++), proposition 4.1. */
  DATA("dpmsolver++"),
  /** ε̂: scale α_t/α_s, amplitude σ_t, k = −h. Lu et al. 2022 (DPM-Solver), section 3.1. */
  NOISE("dpmsolver"),
  /**
   * x̂_0 in the reverse SDE: scale e^(−h)·σ_t/σ_s, amplitude α_t, k = 2h, noise σ_t·√(1 − e^(−2h)).
   * Lu et al. 2022 (DPM-Solver++), SDE-DPM-Solver++.
   */
  SDE("sde-dpmsolver++");

  private final String label;

  Formulation(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The formulation of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static Formulation of(String label) {
    return Labelled.of(Formulation.class, "algorithm_type", label);
  }

  double scale(TimePoint s, TimePoint t) {
    double ratio = t.noise() / s.noise();
    return switch (this) {
      case DATA -> ratio;
      case NOISE -> t.signal() / s.signal();
      // e^(−h) = α_s·σ_t/(σ_s·α_t)
      case SDE -> ratio * ratio * s.signal() / t.signal();
    };
  }

  double amplitude(TimePoint t) {
    return this == NOISE ? t.noise() : t.signal();
  }

  double rate(TimePoint s, TimePoint t) {
    double h = t.lambda() - s.lambda();
    return switch (this) {
      case DATA -> h;
      case NOISE -> -h;
      case SDE -> 2 * h;
    };
  }

  double noise(TimePoint s, TimePoint t) {
    return this == SDE ? t.noise() * Math.sqrt(-Math.expm1(-rate(s, t))) : 0;
  }

  /** f at the state of k steps before. */
  Combination value(int k, TimePoint at) {
    return this == NOISE ? Combination.eps(k, at) : Combination.x0(k);
  }
}
