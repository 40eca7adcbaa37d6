package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A {@link TimestepSpacing} with the options that diffusers' schedulers differ in.
 *
 * @param spacing how the times are spread
 * @param extraPoint leading and linspace: the times are those of N + 1 steps without the last one,
 *     so the last step is as long as the others (diffusers' DPM-Solver, UniPC and DEIS)
 * @param fractional linspace: the times are not rounded and ρ is interpolated linearly (diffusers'
 *     Euler and Heun). karras and exponential: the network gets the very t of a noise level, rather
 *     than the nearest whole one
 * @param offset leading: is added to every time ({@code steps_offset})
 * @param clean whether the last point is {@link TimePoint#CLEAN}; otherwise it is t = 1, and the
 *     result keeps the noise of that ({@code final_sigmas_type} sigma_min, {@code set_alpha_to_one}
 *     false)
 */
public record TimeGrid(
    TimestepSpacing spacing, boolean extraPoint, boolean fractional, int offset, boolean clean) {

  private static final double RHO = 7;

  /** What stands for ᾱ_T = 0 where a noise level has to be finite, as in diffusers. */
  private static final double LEAST_ALPHA_BAR = 0x1p-24;

  /**
   * Checks the offset.
   *
   * @throws IllegalArgumentException if the offset is negative
   */
  public TimeGrid {
    Objects.requireNonNull(spacing, "spacing");
    if (offset < 0) {
      throw new IllegalArgumentException("steps_offset must be 0 or more, but is " + offset + ".");
    }
  }

  /** The usual options: no extra point, no offset, a clean end, whole times where they are even. */
  public static TimeGrid of(TimestepSpacing spacing) {
    return new TimeGrid(spacing, false, evenInNoise(spacing), 0, true);
  }

  private static boolean evenInNoise(TimestepSpacing spacing) {
    return spacing == TimestepSpacing.KARRAS || spacing == TimestepSpacing.EXPONENTIAL;
  }

  /**
   * The times that a sampler visits.
   *
   * @param start the t at which x_t lies, 1…T
   * @param count N, the number of steps, 1…start
   * @return N + 1 points, or fewer if not clean and times would lie at or below t = 1. Those that
   *     are even in noise reach t = 1 in N points, and end there once more, see {@link
   *     TimePoint#checkDescent}
   * @throws IllegalArgumentException if start or count is out of range, or a time would lie beyond
   *     start
   */
  public List<TimePoint> points(NoiseSchedule schedule, int start, int count) {
    check(schedule.steps(), start, count);
    TimePoint end = clean ? TimePoint.CLEAN : TimePoint.at(schedule, 1);
    List<TimePoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TimePoint point =
          evenInNoise(spacing)
              ? noisePoint(schedule, i, start, count)
              : timePoint(schedule, i, start, count);
      boolean rests = evenInNoise(spacing) && i > 0 && point.equals(end);
      if (rests || point.alphaBar() < end.alphaBar()) {
        points.add(point);
      }
    }
    points.add(end);
    return List.copyOf(points);
  }

  private void check(int total, int start, int count) {
    if (start < 1 || start > total) {
      throw new IllegalArgumentException(
          "t must be between 1 and " + total + ", but is " + start + ".");
    }
    if (count < 1 || count > start) {
      throw new IllegalArgumentException(
          "steps must be between 1 and t = " + start + ", but is " + count + ".");
    }
    boolean leavesOut =
        extraPoint && (spacing == TimestepSpacing.LEADING || spacing == TimestepSpacing.LINSPACE);
    if (leavesOut && count == start && start > 1) {
      throw new IllegalArgumentException(
          "steps must be between 1 and %d with the spacing of this model, but is %d."
              .formatted(start - 1, count));
    }
  }

  private TimePoint timePoint(NoiseSchedule schedule, int i, int start, int count) {
    if (i == 0 && (spacing != TimestepSpacing.LEADING || start < schedule.steps())) {
      return TimePoint.at(schedule, start);
    }
    double t = time(i, start, count);
    if (t > start) {
      throw new IllegalArgumentException(
          "steps_offset %d takes the first time to %d, beyond t = %d; use a smaller one."
              .formatted(offset, (int) t, start));
    }
    return fractional && spacing == TimestepSpacing.LINSPACE
        ? linear(schedule, t)
        : TimePoint.at(schedule, (int) whole(t));
  }

  private double time(int i, int start, int count) {
    int places = extraPoint ? count + 1 : count;
    return switch (spacing) {
      case TRAILING -> start - (double) i * start / count;
      case LEADING -> (double) (places - 1 - i) * (start / places) + 1 + offset;
      default -> (double) (places - 1 - i) * (start - 1) / (places - 1) + 1;
    };
  }

  /** Halves go to the even index, as in diffusers: for trailing that is t, otherwise t − 1. */
  private double whole(double t) {
    return spacing == TimestepSpacing.TRAILING ? Math.rint(t) : Math.rint(t - 1) + 1;
  }

  /** ρ between its values at the whole times beside t. */
  private static TimePoint linear(NoiseSchedule schedule, double t) {
    int below = (int) t;
    double share = t - below;
    if (share == 0) {
      return TimePoint.at(schedule, below);
    }
    double rho = (1 - share) * rho(schedule, below) + share * rho(schedule, below + 1);
    return new TimePoint(t, 1 / (1 + rho * rho));
  }

  private TimePoint noisePoint(NoiseSchedule schedule, int i, int start, int count) {
    if (i == 0) {
      return TimePoint.at(schedule, start);
    }
    if (i == count - 1) {
      return TimePoint.at(schedule, 1);
    }
    double share = (double) i / (count - 1);
    double most = rho(schedule, start);
    double least = rho(schedule, 1);
    double rho =
        spacing == TimestepSpacing.KARRAS
            ? Math.pow(
                (1 - share) * Math.pow(most, 1 / RHO) + share * Math.pow(least, 1 / RHO), RHO)
            : Math.pow(most, 1 - share) * Math.pow(least, share);
    double alphaBar = 1 / (1 + rho * rho);
    double t = schedule.timeOf(alphaBar);
    return new TimePoint(fractional ? t : whole(t), alphaBar);
  }

  private static double rho(NoiseSchedule schedule, int t) {
    return Math.sqrt(1 / Math.max(schedule.alphaBar(t), LEAST_ALPHA_BAR) - 1);
  }
}
