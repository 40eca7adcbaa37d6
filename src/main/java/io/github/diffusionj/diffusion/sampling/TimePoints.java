package io.github.diffusionj.diffusion.sampling;

import java.util.List;

/** What every sampler asks of its list of times. */
final class TimePoints {

  private TimePoints() {}

  /**
   * Checks a list of times.
   *
   * @throws IllegalArgumentException if there are fewer than two, or t rises or ᾱ does not
   */
  static void check(List<TimePoint> times) {
    if (times.size() < 2) {
      throw new IllegalArgumentException(
          "there must be at least two times, but there are " + times.size() + ".");
    }
    for (int i = 1; i < times.size(); i++) {
      TimePoint before = times.get(i - 1);
      TimePoint after = times.get(i);
      if (after.t() > before.t() || after.alphaBar() <= before.alphaBar()) {
        throw new IllegalArgumentException(
            "times must descend and alpha_bar must rise, but "
                + after
                + " follows "
                + before
                + ".");
      }
    }
  }
}
