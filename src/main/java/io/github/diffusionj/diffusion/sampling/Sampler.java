package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.List;

/** A way from x_t back to the clean image over a list of timesteps. */
public interface Sampler {

  /**
   * The steps, in the order in which they are taken: step i goes from {@code timesteps[i]} to
   * {@code timesteps[i + 1]}.
   *
   * @param schedule the schedule the network was trained with
   * @param timesteps at least two times within 0…T, strictly descending, the last one 0; see {@link
   *     TimestepSpacing}
   * @return one step fewer than there are timesteps
   * @throws IllegalArgumentException if the timesteps are not as described
   */
  List<SamplingStep> steps(NoiseSchedule schedule, int[] timesteps);
}
