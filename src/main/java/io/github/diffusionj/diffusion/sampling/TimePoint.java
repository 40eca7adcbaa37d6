package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;

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

  /** √ᾱ, the factor of the image. */
  double signal() {
    return Math.sqrt(alphaBar);
  }

  /** √(1 − ᾱ), the factor of the noise. */
  double noise() {
    return Math.sqrt(1 - alphaBar);
  }
}
