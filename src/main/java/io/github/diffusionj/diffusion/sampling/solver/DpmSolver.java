package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.NoiseStreams;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * DPM-Solver and DPM-Solver++, multistep: each step integrates the polynomial in λ through the last
 * values of the network (Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling of
 * Diffusion Probabilistic Models", algorithm 2 and SDE-DPM-Solver++). One network call per step.
 *
 * <p>The first steps have a lower order for want of earlier values. The step to ᾱ = 1 has order 1,
 * which gives x̂_0 itself; a value at ᾱ = 0 lies at λ = −∞ and is left out.
 *
 * @param formulation what is taken as a polynomial
 * @param order 1, 2 or 3. Order 3 is the exact integral of the parabola
 * @param secondOrder how steps of order 2 are weighted
 * @param lowerOrderFinal of fewer than 15 steps, the last has order 1 and the one before at most 2
 * @param eulerAtFinal the last step has order 1
 */
public record DpmSolver(
    Formulation formulation,
    int order,
    SecondOrder secondOrder,
    boolean lowerOrderFinal,
    boolean eulerAtFinal)
    implements Sampler {

  private static final int FEW_STEPS = 15;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the order is not 1, 2 or 3, or the type is one of UniPC
   */
  public DpmSolver {
    Objects.requireNonNull(formulation, "formulation");
    secondOrder.check(SecondOrder.MIDPOINT, SecondOrder.HEUN);
    Orders.check(order);
  }

  /** DPM-Solver++ with the usual options: weighted by the midpoint, lower order at the end. */
  public static DpmSolver plusPlus(int order) {
    return new DpmSolver(Formulation.DATA, order, SecondOrder.MIDPOINT, true, false);
  }

  /** SDE-DPM-Solver++ with the usual options. */
  public static DpmSolver sde(int order) {
    return new DpmSolver(Formulation.SDE, order, SecondOrder.MIDPOINT, true, false);
  }

  /**
   * DEIS: exponential Adams–Bashforth, the polynomial in ln ρ through the last ε̂ (Zhang and Chen
   * 2023, "Fast Sampling of Diffusion Models with Exponential Integrator", tAB-DEIS in log ρ). ln ρ
   * = −λ, so it is DPM-Solver with exact weights at every order.
   */
  public static DpmSolver deis(int order, boolean lowerOrderFinal) {
    return new DpmSolver(Formulation.NOISE, order, SecondOrder.HEUN, lowerOrderFinal, false);
  }

  @Override
  public List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    NoiseStreams streams = new NoiseStreams(schedule.steps());
    List<SamplingStep> steps = new ArrayList<>();
    for (int i = 0; i + 1 < times.size(); i++) {
      TimePoint s = times.get(i);
      TimePoint t = times.get(i + 1);
      double noise = formulation.noise(s, t);
      steps.add(next(times, i).step(s, t, noise, streams.of(s.t())));
    }
    return List.copyOf(steps);
  }

  private Combination next(List<TimePoint> times, int i) {
    ExponentialStep step = ExponentialStep.of(formulation, times.get(i), times.get(i + 1), 0);
    int order = Math.min(wanted(i, times.size() - 1), Orders.possible(times, i));
    List<ExponentialStep.Node> nodes =
        IntStream.range(0, order)
            .mapToObj(k -> new ExponentialStep.Node(k, times.get(i - k)))
            .toList();
    return switch (order) {
      case 1 -> step.firstOrder();
      case 2 -> step.secondOrder(secondOrder, nodes.get(0), nodes.get(1));
      default -> step.exact(nodes);
    };
  }

  private int wanted(int i, int count) {
    boolean lower = lowerOrderFinal && count < FEW_STEPS;
    if (i == count - 1 && (lower || eulerAtFinal)) {
      return 1;
    }
    return i == count - 2 && lower ? Math.min(2, order) : order;
  }
}
