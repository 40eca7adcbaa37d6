package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.List;

/** A way from x_t back to the clean image over a list of times. */
public interface Sampler {

  /**
   * The steps, in the order in which they are taken. The first starts at the first time and the
   * last ends at the last; a sampler that calls the network once per time has one step from each
   * time to the next.
   *
   * @param schedule the schedule the network was trained with
   * @param times at least two, with ᾱ strictly rising; see {@link TimestepSpacing}. The last one is
   *     {@link TimePoint#CLEAN}, or a later time if the result is to keep the noise of that time
   * @throws IllegalArgumentException if the times are not as described
   */
  List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times);
}
