package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which times a sampler visits: a {@link TimestepSpacing} by one of the three rules that diffusers'
 * scheduler classes have for one and the same {@code timestep_spacing}.
 *
 * @param rule which of them
 * @param spacing how times are spread
 * @param offset {@code steps_offset}: added to each time of {@link TimestepSpacing#LEADING}, 0 or
 *     more
 * @param toClean whether the last step ends at t = 0; otherwise the result keeps the noise of t = 1
 *     ({@code final_sigmas_type: sigma_min}, {@code set_alpha_to_one: false})
 */
public record TimeGrid(Rule rule, TimestepSpacing spacing, int offset, boolean toClean) {

  /** What stands for ᾱ_T = 0 where a method divides by it; the smallest half-precision number. */
  private static final double LEAST_ALPHA_BAR = 0x1p-24;

  /** Karras et al. 2022's ρ, here the exponent: the paper's ρ is what we call the noise level. */
  private static final double EXPONENT = 7;

  /** How the name of a spacing is understood. */
  public enum Rule {
    /** As {@link TimestepSpacing} says: DDPM, DDIM, PNDM. */
    DISCRETE,
    /**
     * {@code linspace} and {@code leading} spread N + 1 times and leave the last one, t = 1, out;
     * with {@code karras} the network gets the nearest whole t: DPM-Solver, UniPC, DEIS.
     */
    MULTISTEP,
    /** {@code linspace} is not rounded, with σ = √((1−ᾱ)/ᾱ) linear in between: Euler, Heun. */
    SIGMA
  }

  /** Spreads times as that spacing says, down to the clean image. */
  public static TimeGrid of(TimestepSpacing spacing) {
    return new TimeGrid(Rule.DISCRETE, spacing, 0, true);
  }

  /**
   * Checks the offset.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public TimeGrid {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(spacing, "spacing");
    if (offset < 0) {
      throw new IllegalArgumentException("steps_offset must be 0 or more, but is " + offset + ".");
    }
  }

  /**
   * The times that a sampler visits.
   *
   * @param start the t at which x_t lies, 1…T
   * @param count N, the number of steps, 1…start
   * @return N + 1 points at most, with ᾱ strictly rising
   * @throws IllegalArgumentException if start or count is out of range, or the offset leads beyond
   *     start
   */
  public List<TimePoint> points(NoiseSchedule schedule, int start, int count) {
    check(schedule.steps(), start, count);
    TimePoint end = toClean ? TimePoint.CLEAN : TimePoint.at(schedule, 1);
    List<TimePoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TimePoint point = point(schedule, i, start, count);
      if (point.alphaBar() < end.alphaBar()) {
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
    if (leavesOut() && count == start && start > 1) {
      throw new IllegalArgumentException(
          "steps must be between 1 and %d with the spacing of this model, but is %d."
              .formatted(start - 1, count));
    }
  }

  private TimePoint point(NoiseSchedule schedule, int i, int start, int count) {
    TimePoint point =
        spacing == TimestepSpacing.KARRAS || spacing == TimestepSpacing.EXPONENTIAL
            ? evenInNoise(schedule, i, start, count)
            : evenInTime(schedule, i, start, count);
    boolean infinite = rule != Rule.DISCRETE && point.alphaBar() == 0;
    return infinite ? new TimePoint(point.t(), LEAST_ALPHA_BAR) : point;
  }

  private TimePoint evenInTime(NoiseSchedule schedule, int i, int start, int count) {
    if (i == 0 && (spacing != TimestepSpacing.LEADING || start < schedule.steps())) {
      return TimePoint.at(schedule, start);
    }
    double t = time(i, start, count);
    if (t > start) {
      throw new IllegalArgumentException(
          "steps_offset %d leads to t = %d, but t must be at most %d; take other steps."
              .formatted(offset, (int) t, start));
    }
    boolean rounds = rule != Rule.SIGMA || spacing != TimestepSpacing.LINSPACE;
    return rounds ? TimePoint.at(schedule, (int) whole(t)) : linear(schedule, t);
  }

  private double time(int i, int start, int count) {
    int places = leavesOut() ? count + 1 : count;
    return switch (spacing) {
      case TRAILING -> start - (double) i * start / count;
      case LEADING -> (double) (places - 1 - i) * (start / places) + 1 + offset;
      default -> (double) (places - 1 - i) * (start - 1) / (places - 1) + 1;
    };
  }

  /** Whether the last of N + 1 times is left out. */
  private boolean leavesOut() {
    return rule == Rule.MULTISTEP
        && (spacing == TimestepSpacing.LEADING || spacing == TimestepSpacing.LINSPACE);
  }

  /** Halves go to the even index, as in diffusers: for trailing that is t, otherwise t − 1. */
  private double whole(double t) {
    return spacing == TimestepSpacing.TRAILING ? Math.rint(t) : Math.rint(t - 1) + 1;
  }

  /** σ is linear between the whole times beside t. */
  private static TimePoint linear(NoiseSchedule schedule, double t) {
    int below = (int) t;
    double share = t - below;
    if (share == 0) {
      return TimePoint.at(schedule, below);
    }
    double sigma = (1 - share) * sigma(schedule, below) + share * sigma(schedule, below + 1);
    return new TimePoint(t, 1 / (1 + sigma * sigma));
  }

  private TimePoint evenInNoise(NoiseSchedule schedule, int i, int start, int count) {
    if (i == 0 || i == count - 1) {
      return TimePoint.at(schedule, i == 0 ? start : 1);
    }
    double share = (double) i / (count - 1);
    double most = sigma(schedule, start);
    double least = sigma(schedule, 1);
    double sigma =
        spacing == TimestepSpacing.KARRAS
            ? karras(most, least, share)
            : Math.pow(most, 1 - share) * Math.pow(least, share);
    double alphaBar = 1 / (1 + sigma * sigma);
    double t = schedule.timeOf(alphaBar);
    boolean rounds = rule == Rule.MULTISTEP && spacing == TimestepSpacing.KARRAS;
    return new TimePoint(rounds ? whole(t) : t, alphaBar);
  }

  private static double karras(double most, double least, double share) {
    double root =
        (1 - share) * Math.pow(most, 1 / EXPONENT) + share * Math.pow(least, 1 / EXPONENT);
    return Math.pow(root, EXPONENT);
  }

  private static double sigma(NoiseSchedule schedule, int t) {
    return Math.sqrt(1 / Math.max(schedule.alphaBar(t), LEAST_ALPHA_BAR) - 1);
  }
}
