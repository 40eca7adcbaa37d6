package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.NoiseStreams;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver and DPM-Solver++, singlestep: the times are taken in groups of {@code order}; all
 * states of a group are worked out anew from its first state, through the values of the network
 * within the group (Lu et al. 2022, DPM-Solver++, algorithm 1; DPM-Solver, algorithms 1 and 2). One
 * network call per time, so the intermediate points of the papers are the times of the list.
 *
 * <p>The last groups are shorter, so that any number of times will do and the last step has order 1
 * (as in the paper's "DPM-Solver-fast").
 *
 * @param formulation data or noise
 * @param order 1, 2 or 3
 * @param secondOrder midpoint or heun. With midpoint, order 3 is the papers' algorithm 2, which
 *     looks at the first and last value of a group alone and is best where the last lies at 2/3 of
 *     the group in λ, as with {@code exponential} spacing. With heun it is the exact integral of
 *     the parabola
 */
public record DpmSinglestep(Formulation formulation, int order, SecondOrder secondOrder)
    implements Sampler {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the order is not 1, 2 or 3, or there is no such method
   */
  public DpmSinglestep {
    secondOrder.check(SecondOrder.MIDPOINT, SecondOrder.HEUN);
    Orders.check(order);
    if (formulation == Formulation.SDE) {
      throw new IllegalArgumentException(
          "singlestep DPM-Solver has no SDE form; use the multistep one.");
    }
  }

  @Override
  public List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    NoiseStreams streams = new NoiseStreams(schedule.steps());
    List<SamplingStep> steps = new ArrayList<>();
    int left = times.size() - 1;
    while (left > 0) {
      int size = groupSize(left, times.get(times.size() - 1).isClean());
      for (int member = 0; member < size; member++) {
        int i = steps.size();
        TimePoint s = times.get(i);
        steps.add(next(times, i, member).step(s, times.get(i + 1), 0, streams.of(s.t())));
      }
      left -= size;
    }
    return List.copyOf(steps);
  }

  /** Full groups as long as they fit; to ᾱ = 1 a group of its own goes. */
  private int groupSize(int left, boolean clean) {
    boolean wouldReachTheEnd = clean && left > 1 && left <= order;
    return wouldReachTheEnd ? left - 1 : Math.min(left, order);
  }

  /** The step from time i, the member-th of its group, to time i + 1, from the group's start. */
  private Combination next(List<TimePoint> times, int i, int member) {
    TimePoint s = times.get(i - member);
    ExponentialStep step = ExponentialStep.of(formulation, s, times.get(i + 1), member);
    if (member == 0) {
      return step.firstOrder();
    }
    if (s.alphaBar() == 0) {
      // No polynomial in λ starts at −∞: the member takes a step of its own.
      return ExponentialStep.of(formulation, times.get(i), times.get(i + 1), 0).firstOrder();
    }
    List<ExponentialStep.Node> nodes = new ArrayList<>();
    for (int k = member; k >= 0; k--) {
      nodes.add(new ExponentialStep.Node(k, times.get(i - k)));
    }
    if (member == 1) {
      return step.secondOrder(secondOrder, nodes.get(0), nodes.get(1));
    }
    return secondOrder == SecondOrder.HEUN
        ? step.exact(nodes)
        : step.exact(List.of(nodes.get(0), nodes.get(member)));
  }
}
