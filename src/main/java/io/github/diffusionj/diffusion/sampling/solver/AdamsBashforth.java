package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear multistep mean of the last ε̂ for times that are evenly spaced (Liu et al. 2022, PNDM,
 * the linear multistep method; of lower order at the start: Zhang and Chen 2023, DEIS, iPNDM).
 */
final class AdamsBashforth {

  private static final double[][] WEIGHTS = {
    {1},
    {3 / 2.0, -1 / 2.0},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
  };

  /** A call of the network: how many steps ago it was made, and at which point. */
  private record Call(int ago, TimePoint at) {}

  private final List<Call> calls = new ArrayList<>();
  private final int order;

  /** Uses up to {@code order} values. */
  AdamsBashforth(int order) {
    this.order = order;
  }

  /** All that is known is one step older. */
  void age() {
    calls.replaceAll(call -> new Call(call.ago() + 1, call.at()));
  }

  /** Takes note of the network call of this step. */
  void add(TimePoint at) {
    calls.add(0, new Call(0, at));
    if (calls.size() > order) {
      calls.remove(order);
    }
  }

  /** The mean over the values there are. */
  Combination eps() {
    double[] weights = WEIGHTS[calls.size() - 1];
    Combination sum = Combination.ZERO;
    for (int k = 0; k < weights.length; k++) {
      Call call = calls.get(k);
      sum = sum.plus(Combination.eps(call.ago(), call.at()).times(weights[k]));
    }
    return sum;
  }
}
