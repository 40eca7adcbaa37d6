package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.List;

/**
 * A place on the way from noise to image.
 *
 * @param t the person's time, 0…T, which may lie between two whole numbers; the network gets t − 1
 * @param alphaBar ᾱ at this very point, 0…1; 1 at t = 0
 */
public record TimePoint(double t, double alphaBar) {

  /** The clean image, where every way ends unless it is said otherwise. */
  public static final TimePoint CLEAN = new TimePoint(0, 1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if t is negative or not finite, or ᾱ is not in 0…1
   */
  public TimePoint {
    if (!(t >= 0 && t < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("t must be 0 or more, but is " + t + ".");
    }
    if (!(alphaBar >= 0 && alphaBar <= 1)) {
      throw new IllegalArgumentException(
          "alpha_bar must be between 0 and 1, but is " + alphaBar + ".");
    }
  }

  /**
   * The point of a schedule at a whole t.
   *
   * @throws IllegalArgumentException if t is not in 0…T
   */
  public static TimePoint at(NoiseSchedule schedule, int t) {
    return new TimePoint(t, schedule.alphaBar(t));
  }

  /**
   * Checks a list of times: at least two, t never rising and ᾱ always rising. The last of three or
   * more may be the one before once more: a step of no length, which takes the state where it is,
   * but for which the network is asked, so that a corrector can use it (diffusers' karras sigmas
   * that end at {@code sigma_min}).
   *
   * @throws IllegalArgumentException if the list is not like that
   */
  public static void checkDescent(List<TimePoint> times) {
    if (times.size() < 2) {
      throw new IllegalArgumentException(
          "there must be at least two times, but there are " + times.size() + ".");
    }
    for (int i = 1; i < times.size(); i++) {
      TimePoint before = times.get(i - 1);
      TimePoint after = times.get(i);
      boolean rests = i > 1 && i == times.size() - 1 && after.equals(before);
      if (!rests && (after.t() > before.t() || after.alphaBar() <= before.alphaBar())) {
        throw new IllegalArgumentException(
            "times must descend and alpha_bar must rise, but "
                + after
                + " follows "
                + before
                + ".");
      }
    }
  }

  /** Whether there is no noise here. */
  public boolean isClean() {
    return alphaBar == 1;
  }

  /** λ = ln(√ᾱ/√(1 − ᾱ)), half the log SNR: −∞ where ᾱ = 0, +∞ where ᾱ = 1. */
  public double lambda() {
    return Math.log(alphaBar / (1 - alphaBar)) / 2;
  }

  /** √ᾱ, the factor of the image. */
  public double signal() {
    return Math.sqrt(alphaBar);
  }

  /** √(1 − ᾱ), the factor of the noise. */
  public double noise() {
    return Math.sqrt(1 - alphaBar);
  }
}
