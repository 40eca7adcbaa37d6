package io.github.diffusionj.task.noise;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.schedule.ScheduleChoice;

/**
 * How to noise an image.
 *
 * @param schedule the noise schedule
 * @param t the timestep to noise to, 0…T
 * @param seed of the noise
 * @param form in one step or step by step
 * @param range how intensities map to [−1, 1]
 * @param frames 1 for x_t alone, or the number of images on the way from x_0 to x_t
 */
public record NoiseOptions(
    ScheduleChoice schedule, int t, long seed, ForwardForm form, RangeChoice range, int frames) {

  public NoiseOptions {
    Checks.within("t", t, 0, schedule.schedule().steps());
    Checks.within("frames", frames, 1, t + 1);
  }
}
