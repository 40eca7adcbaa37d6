package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.NoiseStreams;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Heun's method in ρ: an Euler step, a network call where it ends, and the step again with the mean
 * of the two slopes. With x̄ = x/α the slope dx̄/dρ is ε̂ (Karras et al. 2022, "Elucidating the
 * Design Space of Diffusion-Based Generative Models", algorithm 1, without churn).
 *
 * <p>Two network calls per interval. The interval to ρ = 0 is an Euler step, which gives x̂_0, and
 * so is one from ᾱ = 0, where ρ is infinite.
 */
public record HeunSampler() implements Sampler {

  @Override
  public List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    NoiseStreams streams = new NoiseStreams(schedule.steps());
    List<SamplingStep> steps = new ArrayList<>();
    for (int i = 0; i + 1 < times.size(); i++) {
      TimePoint s = times.get(i);
      TimePoint t = times.get(i + 1);
      steps.add(Transfer.apply(0, Combination.eps(0, s), s, t).step(s, t, 0, streams.of(s.t())));
      if (!t.isClean() && s.alphaBar() > 0) {
        Combination slope = Combination.eps(1, s).plus(Combination.eps(0, t)).times(0.5);
        steps.add(Transfer.apply(1, slope, s, t).step(t, t, 0, streams.of(t.t())));
      }
    }
    return List.copyOf(steps);
  }
}
