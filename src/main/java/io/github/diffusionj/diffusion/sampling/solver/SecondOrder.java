package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.base.Labelled;

/**
 * How M_1, the weight of the first derivative, is worked out in a step of order 2. Each differs
 * from the exact one by a term of third order in h. Diffusers' names ({@code solver_type}).
 */
public enum SecondOrder implements Labelled {
  /** M_0/2 (Lu et al. 2022, DPM-Solver++, algorithms 1 and 2). */
  MIDPOINT("midpoint"),
  /** M_1 itself. */
  HEUN("heun"),
  /** k/2: UniPC with B(h) = h (Zhao et al. 2023). */
  BH1("bh1"),
  /** M_0/2: UniPC with B(h) = e^h − 1. The same as midpoint. */
  BH2("bh2");

  private final String label;

  SecondOrder(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The choice of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static SecondOrder of(String label) {
    return Labelled.of(SecondOrder.class, "solver_type", label);
  }

  /** Refuses all but two of the choices. */
  void check(SecondOrder one, SecondOrder other) {
    if (this != one && this != other) {
      throw new IllegalArgumentException(
          "solver_type must be one of %s, %s, but is '%s'."
              .formatted(one.label(), other.label(), label));
    }
  }

  /** M_0 and M_1 for a step of order 2. */
  double[] moments(double k) {
    double[] exact = Moments.of(k, 2);
    double first =
        switch (this) {
          case MIDPOINT, BH2 -> exact[0] / 2;
          case HEUN -> exact[1];
          case BH1 -> k / 2;
        };
    return new double[] {exact[0], first};
  }
}
