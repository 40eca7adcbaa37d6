package io.github.diffusionj.diffusion.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * DDIM with η = 0 backwards: from the clean image to the x_t that DDIM takes to it over the same
 * times. One step of DDIM from x at t to y at s &lt; t, solved for x:
 *
 * <pre>
 *   x = √(ᾱ_t/ᾱ_s)·y + (√(1 − ᾱ_t) − √(ᾱ_t·(1 − ᾱ_s)/ᾱ_s))·ε̂(x, t)
 * </pre>
 *
 * <p>x is on both sides. With one network call per step ε̂ is asked for at y (Song, Meng and Ermon
 * 2021, section 4.3; Dhariwal and Nichol 2021, appendix F); each further call asks at the x found
 * by the one before, which converges to the solution where the network is smooth enough (Pan et al.
 * 2023, "Effective real image editing with accelerated iterative diffusion inversion").
 *
 * @param calls network calls per step, at least 1
 */
public record DdimInversion(int calls) {

  /**
   * Checks the number of calls.
   *
   * @throws IllegalArgumentException if there is none
   */
  public DdimInversion {
    if (calls < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, but is " + calls + ".");
    }
  }

  /**
   * The steps from the clean image to the first time.
   *
   * @param times those that DDIM visits, with ᾱ strictly rising to the 1 of {@link TimePoint#CLEAN}
   * @return as many steps as there are network calls
   */
  public List<SamplingStep> steps(List<TimePoint> times) {
    List<SamplingStep> steps = new ArrayList<>();
    for (int i = times.size() - 1; i > 0; i--) {
      TimePoint from = times.get(i);
      TimePoint to = times.get(i - 1);
      for (int call = 0; call < calls; call++) {
        steps.add(step(from, to, call));
      }
    }
    return List.copyOf(steps);
  }

  /** The call that comes after {@code call} others: y is the state that many steps earlier. */
  private static SamplingStep step(TimePoint from, TimePoint to, int call) {
    double scale = to.signal() / from.signal();
    double perNoise = to.noise() - scale * from.noise();
    List<Double> states = new ArrayList<>(Collections.nCopies(call + 1, 0.0));
    states.set(call, scale);
    states.set(0, states.get(0) + perNoise / to.noise());
    double estimate = -perNoise * to.signal() / to.noise();
    return new SamplingStep(
        to.t(), to.t(), to.alphaBar(), to.alphaBar(), states, List.of(estimate), 0, 0, 0);
  }
}
