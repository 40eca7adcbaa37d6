package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import java.util.List;

/** Which order a multistep method can have where. */
final class Orders {

  private Orders() {}

  static void check(int order) {
    if (order < 1 || order > 3) {
      throw new IllegalArgumentException(
          "solver_order must be between 1 and 3, but is " + order + ".");
    }
  }

  /**
   * The most values of the network that step i can use; 1 for the step to the clean image and for
   * one of no length.
   */
  static int possible(List<TimePoint> times, int i) {
    if (times.get(i + 1).isClean() || times.get(i + 1).equals(times.get(i))) {
      return 1;
    }
    int order = 1;
    while (order <= i && times.get(i - order).alphaBar() > 0) {
      order++;
    }
    return times.get(i).alphaBar() > 0 ? order : 1;
  }
}
