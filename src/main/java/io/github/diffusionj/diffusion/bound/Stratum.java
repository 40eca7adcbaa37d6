package io.github.diffusionj.diffusion.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A part of the times 2…T, for an estimate of a sum over all of them from some: the times are cut
 * into neighbouring parts, each part is drawn from evenly, and the mean of what was drawn counts as
 * many times as the part has members. That is unbiased however they are cut, and exact in t where a
 * part has one member. The terms of the bound fall about as a power of t, so parts are even in log
 * t: the few terms that matter most are not left to chance.
 *
 * @param first the first time
 * @param last the last time, at least the first
 */
public record Stratum(int first, int last) {

  /**
   * Cuts 2…T into parts, later times first.
   *
   * @param steps T, at least 1; there is no part where it is 1
   * @param count how many parts, 1…T−1
   * @throws IllegalArgumentException if there are more parts than times
   */
  public static List<Stratum> of(int steps, int count) {
    int times = steps - 1;
    if (times > 0 && (count < 1 || count > times)) {
      throw new IllegalArgumentException(
          "There must be between 1 and %d parts of the times 2 to %d, but are %d."
              .formatted(times, steps, count));
    }
    List<Stratum> parts = new ArrayList<>();
    int last = steps;
    for (int i = times == 0 ? 0 : count; i > 0; i--) {
      double even = 2 * Math.pow((steps + 1) / 2.0, (i - 1.0) / count);
      int first = Math.max(i + 1, Math.min(last, (int) Math.round(even)));
      parts.add(new Stratum(first, last));
      last = first - 1;
    }
    return parts;
  }

  /** The number of times. */
  public int size() {
    return last - first + 1;
  }

  /** One of the times, each as likely. */
  public int draw(RandomGenerator random) {
    return first + random.nextInt(size());
  }
}
