package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.Labelled;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.List;
import java.util.stream.IntStream;

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
  LINSPACE("linspace");

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
   * The times that a sampler visits. Halves are rounded to the even neighbour.
   *
   * @param start the t at which x_t lies, 1…total
   * @param count N, the number of steps and so of network calls, 1…start
   * @param total T of the schedule
   * @return count + 1 times, strictly descending, the last one 0
   * @throws IllegalArgumentException if start or count is out of range
   */
  int[] timesteps(int start, int count, int total) {
    if (start < 1 || start > total) {
      throw new IllegalArgumentException(
          "t must be between 1 and " + total + ", but is " + start + ".");
    }
    if (count < 1 || count > start) {
      throw new IllegalArgumentException(
          "steps must be between 1 and t = " + start + ", but is " + count + ".");
    }
    int[] times = new int[count + 1];
    for (int i = 0; i < count; i++) {
      times[i] = time(i, start, count);
    }
    if (this == LEADING && start < total) {
      times[0] = start;
    }
    return times;
  }

  /**
   * The times that a sampler visits, with the schedule's ᾱ.
   *
   * @param start the t at which x_t lies, 1…T
   * @param count N, the number of steps, 1…start
   * @return count + 1 points, the last one {@link TimePoint#CLEAN}
   * @throws IllegalArgumentException if start or count is out of range
   */
  public List<TimePoint> points(NoiseSchedule schedule, int start, int count) {
    return IntStream.of(timesteps(start, count, schedule.steps()))
        .mapToObj(t -> TimePoint.at(schedule, t))
        .toList();
  }

  private int time(int i, int start, int count) {
    return switch (this) {
      case TRAILING -> (int) Math.rint(start - (double) i * start / count);
      case LEADING -> (count - 1 - i) * (start / count) + 1;
      case LINSPACE ->
          i == 0
              ? start
              : (int) Math.rint((double) (count - 1 - i) * (start - 1) / (count - 1)) + 1;
    };
  }
}
