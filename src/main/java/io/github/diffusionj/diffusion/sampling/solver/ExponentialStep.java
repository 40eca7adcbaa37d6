package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import java.util.List;

/**
 * A step from s to t that integrates a polynomial through some values of the network, see {@link
 * Formulation}.
 *
 * @param s where the step starts; the state is that of {@code start} network calls ago
 * @param t where it ends
 * @param start how many steps ago the state at s was
 */
record ExponentialStep(Formulation formulation, TimePoint s, TimePoint t, int start) {

  /** A value of the network: how many steps ago it was called, and the point of the state then. */
  record Node(int ago, TimePoint at) {}

  /**
   * Takes the formulation, except where the one with ε̂ is not finite: from ᾱ = 0 and to ᾱ = 1,
   * where only order 1 is possible, at which those with x̂_0 and ε̂ are the same.
   */
  static ExponentialStep of(Formulation formulation, TimePoint s, TimePoint t, int start) {
    boolean infinite = s.alphaBar() == 0 || t.isClean();
    boolean noise = formulation == Formulation.NOISE;
    return new ExponentialStep(noise && infinite ? Formulation.DATA : formulation, s, t, start);
  }

  /** What the state at s is multiplied by. */
  double scale() {
    return formulation.scale(s, t);
  }

  /** The step through one value, that at s. */
  Combination firstOrder() {
    double weight = formulation.amplitude(t) * Moments.of(formulation.rate(s, t), 1)[0];
    Combination state = Combination.x(start).times(scale());
    return state.plus(formulation.value(start, s).times(weight));
  }

  /** The step through two values, the first of them that at s. */
  Combination secondOrder(SecondOrder type, Node at, Node other) {
    return through(List.of(at, other), type.moments(formulation.rate(s, t)));
  }

  /** The step through all of these values, integrated exactly. */
  Combination exact(List<Node> nodes) {
    return through(nodes, Moments.of(formulation.rate(s, t), nodes.size()));
  }

  /** The step through these values with given moments. */
  Combination through(List<Node> nodes, double[] moments) {
    double[] weights = Moments.weights(nodes.stream().mapToDouble(this::place).toArray(), moments);
    Combination sum = Combination.x(start).times(scale());
    for (int i = 0; i < weights.length; i++) {
      Node node = nodes.get(i);
      Combination value = formulation.value(node.ago(), node.at());
      sum = sum.plus(value.times(formulation.amplitude(t) * weights[i]));
    }
    return sum;
  }

  /** u = (λ − λ_s)/h: 0 at s, 1 at t, negative before s. */
  private double place(Node node) {
    return (node.at().lambda() - s.lambda()) / (t.lambda() - s.lambda());
  }
}
