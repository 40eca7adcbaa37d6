package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;

/** A sampler whose steps depend on their own two times alone. */
interface OneStepSampler extends Sampler {

  /** The step between two points, {@code next} having the larger ᾱ. */
  SamplingStep step(TimePoint t, TimePoint next, int stream);

  @Override
  default List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    NoiseStreams streams = new NoiseStreams(schedule.steps());
    List<SamplingStep> steps = new ArrayList<>(times.size() - 1);
    for (int i = 0; i + 1 < times.size(); i++) {
      steps.add(step(times.get(i), times.get(i + 1), streams.of(times.get(i).t())));
    }
    return List.copyOf(steps);
  }
}
