package io.github.diffusionj.diffusion.restoration;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of a schedule at which an image has a given amount of noise.
 *
 * <p>y = x_0 + σ·ε is x_t/√ᾱ_t where √((1 − ᾱ_t)/ᾱ_t) = σ, so ᾱ = 1/(1 + σ²) and x_t = √ᾱ·y. That ᾱ
 * is used exactly; the t that the network gets lies between two whole ones, log SNR = −2 ln σ being
 * linear in between (Kingma et al. 2021, "Variational Diffusion Models", work with log SNR as the
 * measure of time).
 */
public final class NoiseTime {

  private NoiseTime() {}

  /**
   * The point for a noise level.
   *
   * @param sigma σ in model space, where the data range is [−1, 1]; above 0
   * @return its t lies in 1…T; it is 1 for less noise than there is at t = 1
   * @throws IllegalArgumentException if σ is not above 0, or more than at t = T
   */
  public static TimePoint of(NoiseSchedule schedule, double sigma) {
    double most = Math.exp(-schedule.logSnr(schedule.steps()) / 2);
    if (!(sigma > 0 && sigma <= most)) {
      throw new IllegalArgumentException(
          "the noise must be above 0 and at most "
              + most
              + " in the model's units, in which the data range is -1 to 1, but is "
              + sigma
              + ".");
    }
    double wanted = -2 * Math.log(sigma);
    int low = 1;
    int high = schedule.steps();
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (schedule.logSnr(middle) >= wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new TimePoint(time(schedule, low, high, wanted), 1 / (1 + sigma * sigma));
  }

  private static double time(NoiseSchedule schedule, int low, int high, double logSnr) {
    double before = schedule.logSnr(low);
    double after = schedule.logSnr(high);
    if (logSnr >= before) {
      return low;
    }
    return low + (before - logSnr) / (before - after) * (high - low);
  }

  /**
   * Times from a point to the clean image, evenly spaced in t.
   *
   * @param start as {@link #of} gives it
   * @param count the number of steps, 1…t
   * @return count + 1 points, from the start itself to {@link TimePoint#CLEAN}
   * @throws IllegalArgumentException if the count is out of range
   */
  public static List<TimePoint> points(NoiseSchedule schedule, TimePoint start, int count) {
    if (count < 1 || count > start.t()) {
      throw new IllegalArgumentException(
          "steps must be between 1 and t = "
              + Math.floor(100 * start.t()) / 100
              + ", which is where the image's noise lies, but is "
              + count
              + ".");
    }
    List<TimePoint> points = new ArrayList<>(List.of(start));
    for (int i = 1; i < count; i++) {
      points.add(between(schedule, start.t() * (count - i) / count));
    }
    points.add(TimePoint.CLEAN);
    return List.copyOf(points);
  }

  private static TimePoint between(NoiseSchedule schedule, double t) {
    int low = (int) Math.floor(t);
    int high = Math.min(low + 1, schedule.steps());
    double share = t - low;
    double logSnr = (1 - share) * schedule.logSnr(low) + share * schedule.logSnr(high);
    return new TimePoint(t, 1 / (1 + Math.exp(-logSnr)));
  }
}
