package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Which times a sampler visits, by one of the three rules that diffusers' scheduler classes have
 * for one and the same {@code timestep_spacing}. With N steps from t = start:
 *
 * @param rule which of them
 * @param spacing how times are spread
 * @param offset {@code steps_offset}: added to each time of {@link TimestepSpacing#LEADING}, 0 or
 *     more
 * @param toClean whether the last step ends at t = 0; otherwise the result keeps the noise of t = 1
 *     ({@code final_sigmas_type: sigma_min})
 */
public record TimeGrid(Rule rule, TimestepSpacing spacing, int offset, boolean toClean) {

  /** What stands for ᾱ_T = 0 where a method divides by it; the smallest half-precision number. */
  private static final double LEAST_ALPHA_BAR = 0x1p-24;

  /** How the name of a spacing is understood. */
  public enum Rule {
    /** As {@link TimestepSpacing} says: DDPM, DDIM, PNDM. */
    DISCRETE,
    /**
     * {@code linspace} and {@code leading} spread N + 1 times and leave the last one, t = 1, out:
     * DPM-Solver, UniPC, DEIS.
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
   *     T
   */
  public List<TimePoint> points(NoiseSchedule schedule, int start, int count) {
    List<TimePoint> points = new ArrayList<>(spread(schedule, start, count));
    points.remove(points.size() - 1);
    if (rule != Rule.DISCRETE && points.get(0).alphaBar() == 0) {
      points.set(0, new TimePoint(points.get(0).t(), LEAST_ALPHA_BAR));
    }
    if (toClean) {
      points.add(TimePoint.CLEAN);
    } else if (points.get(points.size() - 1).t() > 1) {
      points.add(TimePoint.at(schedule, 1));
    }
    return List.copyOf(points);
  }

  private List<TimePoint> spread(NoiseSchedule schedule, int start, int count) {
    List<TimePoint> plain = spacing.points(schedule, start, count);
    if (rule == Rule.SIGMA && spacing == TimestepSpacing.LINSPACE) {
      return interpolated(schedule, start, count);
    }
    if (rule == Rule.MULTISTEP && spacing == TimestepSpacing.LINSPACE) {
      return oneLess(schedule, start, count);
    }
    if (spacing == TimestepSpacing.LEADING) {
      return leading(schedule, start, count, plain);
    }
    return plain;
  }

  private static List<TimePoint> interpolated(NoiseSchedule schedule, int start, int count) {
    List<TimePoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double t = count == 1 ? start : (double) (count - 1 - i) * (start - 1) / (count - 1) + 1;
      double sigma = sigma(schedule, t);
      points.add(new TimePoint(t, 1 / (1 + sigma * sigma)));
    }
    points.add(TimePoint.CLEAN);
    return points;
  }

  /** σ at t, linear between the neighbouring whole times. */
  private static double sigma(NoiseSchedule schedule, double t) {
    int low = (int) Math.floor(t);
    double part = t - low;
    return part == 0
        ? sigma(schedule, low)
        : (1 - part) * sigma(schedule, low) + part * sigma(schedule, low + 1);
  }

  private static double sigma(NoiseSchedule schedule, int t) {
    double alphaBar = Math.max(schedule.alphaBar(t), LEAST_ALPHA_BAR);
    return Math.sqrt((1 - alphaBar) / alphaBar);
  }

  private static List<TimePoint> oneLess(NoiseSchedule schedule, int start, int count) {
    if (count >= start && start > 1) {
      throw new IllegalArgumentException(
          "steps must be between 1 and %d with the spacing of this model, but is %d."
              .formatted(start - 1, count));
    }
    List<TimePoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int t = (int) Math.rint((double) (count - i) * (start - 1) / count) + 1;
      points.add(TimePoint.at(schedule, t));
    }
    points.add(TimePoint.CLEAN);
    return points;
  }

  private List<TimePoint> leading(
      NoiseSchedule schedule, int start, int count, List<TimePoint> plain) {
    int extra = rule == Rule.MULTISTEP ? 1 : 0;
    int stride = start / (count + extra);
    List<TimePoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int t = (count - 1 - i + extra) * stride + 1 + offset;
      boolean atStart = i == 0 && plain.get(0).t() == start;
      points.add(TimePoint.at(schedule, atStart ? start : checked(t, start)));
    }
    points.add(TimePoint.CLEAN);
    return points;
  }

  private int checked(int t, int start) {
    if (t > start) {
      throw new IllegalArgumentException(
          "steps_offset %d leads to t = %d, but t must be at most %d; take other steps."
              .formatted(offset, t, start));
    }
    return t;
  }
}
