package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;

/** A sampler whose steps depend on their own two times alone. */
interface OneStepSampler extends Sampler {

  /** The step from t to next, where 0 ≤ next &lt; t ≤ T. */
  SamplingStep step(NoiseSchedule schedule, int t, int next);

  @Override
  default List<SamplingStep> steps(NoiseSchedule schedule, int[] timesteps) {
    checkEnds(timesteps);
    List<SamplingStep> steps = new ArrayList<>(timesteps.length - 1);
    for (int i = 0; i + 1 < timesteps.length; i++) {
      steps.add(step(schedule, timesteps[i], timesteps[i + 1]));
    }
    return List.copyOf(steps);
  }

  /** ᾱ_t/ᾱ_next, which is α_t for neighbours. */
  static double alphaBetween(NoiseSchedule schedule, int t, int next) {
    double alpha = schedule.alphaBar(t) / schedule.alphaBar(next);
    if (next >= t) {
      throw new IllegalArgumentException(
          "timesteps must strictly descend, but " + next + " follows " + t + ".");
    }
    return alpha;
  }

  private static void checkEnds(int[] timesteps) {
    if (timesteps.length < 2) {
      throw new IllegalArgumentException(
          "there must be at least two timesteps, but there are " + timesteps.length + ".");
    }
    int last = timesteps[timesteps.length - 1];
    if (last != 0) {
      throw new IllegalArgumentException("the last timestep must be 0, but is " + last + ".");
    }
  }
}
