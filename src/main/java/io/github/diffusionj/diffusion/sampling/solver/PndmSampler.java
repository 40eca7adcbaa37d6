package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.sampling.NoiseStreams;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * PNDM: the transfer along a mean of the last four ε̂, with weights for evenly spaced times (Liu et
 * al. 2022, "Pseudo Numerical Methods for Diffusion Models on Manifolds"), and its variants that
 * start in another way. At ᾱ = 1 the result is finite, but takes in earlier ε̂ too.
 *
 * @param start how the first steps are taken
 */
public record PndmSampler(Start start) implements Sampler {

  private static final int ORDER = 4;

  /** How the first steps are taken, while there are fewer than four ε̂. */
  public enum Start implements Labelled {
    /** Three steps like Runge and Kutta's, of four network calls each: PNDM. */
    RUNGE_KUTTA("runge_kutta"),
    /**
     * The first step with the mean of the slopes at both its ends, two network calls, then as many
     * ε̂ as there are: diffusers' {@code skip_prk_steps}.
     */
    TRAPEZOID("trapezoid"),
    /** As many ε̂ as there are, one network call per step: iPNDM (Zhang and Chen 2023). */
    LOWER_ORDER("lower_order");

    private final String label;

    Start(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** Checks that there is a start. */
  public PndmSampler {
    Objects.requireNonNull(start, "start");
  }

  @Override
  public List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    return new Plan(schedule, times).steps();
  }

  private final class Plan {

    private final NoiseSchedule schedule;
    private final List<TimePoint> times;
    private final NoiseStreams streams;
    private final AdamsBashforth means = new AdamsBashforth(ORDER);
    private final List<SamplingStep> steps = new ArrayList<>();

    Plan(NoiseSchedule schedule, List<TimePoint> times) {
      this.schedule = schedule;
      this.times = times;
      this.streams = new NoiseStreams(schedule.steps());
    }

    List<SamplingStep> steps() {
      for (int i = 0; i + 1 < times.size(); i++) {
        TimePoint s = times.get(i);
        TimePoint t = times.get(i + 1);
        // Stages at both ends need a finite slope there.
        boolean stages = s.alphaBar() > 0 && !t.isClean();
        means.age();
        means.add(s);
        if (start == Start.RUNGE_KUTTA && i < ORDER - 1 && stages) {
          rungeKutta(s, t);
        } else {
          add(Transfer.apply(0, means.eps(), s, t), s, t);
          if (start == Start.TRAPEZOID && i == 0 && stages) {
            trapezoid(s, t);
          }
        }
      }
      return List.copyOf(steps);
    }

    /** Stages at s, twice halfway and at t, weighted 1, 2, 2, 1: the pseudo Runge–Kutta method. */
    private void rungeKutta(TimePoint s, TimePoint t) {
      TimePoint half = halfway(s, t);
      add(Transfer.apply(0, Combination.eps(0, s), s, half), s, half);
      means.age();
      add(Transfer.apply(1, Combination.eps(0, half), s, half), half, half);
      means.age();
      add(Transfer.apply(2, Combination.eps(0, half), s, t), half, t);
      means.age();
      Combination outer = Combination.eps(3, s).plus(Combination.eps(0, t));
      Combination inner = Combination.eps(2, half).plus(Combination.eps(1, half));
      add(Transfer.apply(3, outer.plus(inner.times(2)).times(1 / 6.0), s, t), t, t);
    }

    private void trapezoid(TimePoint s, TimePoint t) {
      means.age();
      Combination mean = Combination.eps(1, s).plus(Combination.eps(0, t)).times(0.5);
      add(Transfer.apply(1, mean, s, t), t, t);
    }

    private TimePoint halfway(TimePoint s, TimePoint t) {
      double middle = (s.t() + t.t()) / 2;
      return new TimePoint(middle, schedule.alphaBar(middle));
    }

    private void add(Combination next, TimePoint s, TimePoint t) {
      steps.add(next.step(s, t, 0, streams.of(s.t())));
    }
  }
}
