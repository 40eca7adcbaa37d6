package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.List;

/**
 * How the steps of a sampler are spread over the times from where sampling starts down to 0. The
 * formulas are diffusers', plus 1 since a person's t is one more than diffusers' index, and applied
 * to the range that is sampled. N steps from t = start:
 */
public enum TimestepSpacing implements Labelled {
  /** round(start − i·start/N), i = 0…N−1: starts at start itself. */
  TRAILING("trailing"),
  /**
   * i·⌊start/N⌋ + 1, i = N−1…0: ends at t = 1. From T, it starts below T as diffusers does; from an
   * earlier t, where the image is known to lie at that t, the first time is start itself.
   */
  LEADING("leading"),
  /**
   * N times evenly from start to 1, both included, rounded. A single step starts at start, where
   * diffusers' formula would take the other end.
   */
  LINSPACE("linspace"),
  /**
   * The noise level σ = √((1 − ᾱ)/ᾱ) falls from that of start to that of t = 1 so that σ^(1/7) is
   * evenly spaced (Karras et al. 2022, equation 5). The times lie between whole numbers. Where σ is
   * infinite at start, it falls from 4096, as after ᾱ = 2⁻²⁴.
   */
  KARRAS("karras"),
  /** ln σ, and so the log SNR, is evenly spaced from start to t = 1. */
  EXPONENTIAL("exponential");

  private final String label;

  TimestepSpacing(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The spacing of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static TimestepSpacing of(String label) {
    return Labelled.of(TimestepSpacing.class, "spacing", label);
  }

  /**
   * The times that a sampler visits, with the schedule's ᾱ: those of {@link TimeGrid} without
   * options.
   *
   * @param start the t at which x_t lies, 1…T
   * @param count N, the number of steps, 1…start
   * @return count + 1 points, the last one {@link TimePoint#CLEAN}
   * @throws IllegalArgumentException if start or count is out of range
   */
  public List<TimePoint> points(NoiseSchedule schedule, int start, int count) {
    return TimeGrid.of(this).points(schedule, start, count);
  }
}
