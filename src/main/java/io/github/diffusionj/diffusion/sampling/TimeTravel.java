package io.github.diffusionj.diffusion.sampling;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A sampler that now and then goes back up to a noisier time and comes down again, so that pixels
 * that are filled in fit those that are kept (Lugmayr et al. 2022, "RePaint: Inpainting using
 * Denoising Diffusion Probabilistic Models", section 4.2; Wang et al. 2023, DDNM).
 *
 * <p>With N steps, on arriving for the first time where 1, 1 + j, 1 + 2j, … of them are left and
 * fewer than N − j + 1, it goes up j steps and down again, resamplings − 1 times over. Going up is
 * one step of the forward process without a network call, x_u = √(ᾱ_u/ᾱ_t)·x_t + √(1 − ᾱ_u/ᾱ_t)·z.
 * That is N + j·(resamplings − 1)·⌈(N − j)/j⌉ network calls if the sampler makes one per step:
 * 2,410 for N = 250, j = 10 and 10 resamplings.
 *
 * <p>A multistep sampler begins anew on each way down, as the earlier estimates are of another
 * image.
 *
 * @param sampler takes the steps down
 * @param jump j, the steps to go back up, 1 or more; none are taken if it is N or more
 * @param resamplings how often each stretch is sampled, 1 or more; 1 is the sampler itself
 */
public record TimeTravel(Sampler sampler, int jump, int resamplings) implements Sampler {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if jump or resamplings is below 1
   */
  public TimeTravel {
    Objects.requireNonNull(sampler, "sampler");
    if (jump < 1) {
      throw new IllegalArgumentException("jump must be 1 or more, but is " + jump + ".");
    }
    if (resamplings < 1) {
      throw new IllegalArgumentException(
          "resamplings must be 1 or more, but is " + resamplings + ".");
    }
  }

  @Override
  public List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    NoiseStreams streams = new NoiseStreams(schedule.steps());
    List<SamplingStep> steps = new ArrayList<>();
    int from = 0;
    for (int turn : turns(times.size() - 1)) {
      steps.addAll(sampler.steps(schedule, times.subList(from, turn + 1)));
      from = turn - jump;
      steps.add(up(times.get(turn), times.get(from)));
    }
    steps.addAll(sampler.steps(schedule, times.subList(from, times.size())));
    return steps.stream().map(step -> step.withStream(streams.of(step.t()))).toList();
  }

  /** The places in the list of times, in order, at which the way turns up. */
  private List<Integer> turns(int count) {
    int[] left = new int[count + 1];
    for (int remaining = 1; remaining <= count - jump; remaining += jump) {
      left[count - remaining] = resamplings - 1;
    }
    List<Integer> turns = new ArrayList<>();
    int place = 0;
    while (place < count) {
      place++;
      if (left[place] > 0) {
        left[place]--;
        turns.add(place);
        place -= jump;
      }
    }
    return turns;
  }

  private static SamplingStep up(TimePoint t, TimePoint noisier) {
    double ratio = noisier.alphaBar() / t.alphaBar();
    double noise = Math.sqrt(1 - ratio);
    return new SamplingStep(
        t.t(),
        noisier.t(),
        t.alphaBar(),
        noisier.alphaBar(),
        List.of(Math.sqrt(ratio)),
        List.of(),
        noise,
        noise,
        0);
  }
}
