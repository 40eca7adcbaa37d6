package io.github.diffusionj.diffusion.sampling.solver;

import io.github.diffusionj.diffusion.sampling.NoiseStreams;
import io.github.diffusionj.diffusion.sampling.Sampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * UniPC: a predictor through the last p values of the network and, once the network has been called
 * at the predicted state, a corrector through that value too (Zhao et al. 2023, "UniPC: A Unified
 * Predictor-Corrector Framework for Fast Sampling of Diffusion Models"). One network call per step;
 * the corrector raises the order by one.
 *
 * <p>Solved for all its unknowns, the paper's system R·ρ = φ/B(h) says that polynomials are
 * integrated exactly, whatever B(h) is. B(h) matters where the paper puts 1/2 for the single
 * unknown: the predictor of order 2 and the corrector of order 1.
 *
 * <p>The predicted state x̃_t and the corrected one start from the same corrected state, so their
 * difference is a sum over values of the network. The step to the next prediction takes it in: the
 * list needs no states but those the network saw.
 *
 * @param formulation data ({@code predict_x0}) or noise
 * @param order p, 1…3
 * @param secondOrder bh1 or bh2
 * @param lowerOrderFinal the order goes down to 1 with the last steps
 * @param uncorrected the steps, counted from 0, whose end is not corrected ({@code
 *     disable_corrector})
 */
public record UniPc(
    Formulation formulation,
    int order,
    SecondOrder secondOrder,
    boolean lowerOrderFinal,
    Set<Integer> uncorrected)
    implements Sampler {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if the order is not 1, 2 or 3, or the formulation or the type
   *     is none of UniPC
   */
  public UniPc {
    Objects.requireNonNull(formulation, "formulation");
    Orders.check(order);
    if (formulation == Formulation.SDE) {
      throw new IllegalArgumentException("UniPC has no SDE form; use dpmsolver++ or dpmsolver.");
    }
    secondOrder.check(SecondOrder.BH1, SecondOrder.BH2);
    uncorrected = Set.copyOf(uncorrected);
  }

  @Override
  public List<SamplingStep> steps(NoiseSchedule schedule, List<TimePoint> times) {
    TimePoint.checkDescent(times);
    NoiseStreams streams = new NoiseStreams(schedule.steps());
    List<SamplingStep> steps = new ArrayList<>();
    for (int i = 0; i + 1 < times.size(); i++) {
      boolean corrects = i > 0 && !uncorrected.contains(i - 1);
      Combination correction = corrects ? correction(times, i) : Combination.ZERO;
      Combination next = predictor(times, i, 0).plus(correction.times(step(times, i, 0).scale()));
      int stream = streams.of(times.get(i).t());
      steps.add(next.step(times.get(i), times.get(i + 1), 0, stream));
    }
    return List.copyOf(steps);
  }

  /** Corrected minus predicted state at the start of step i. */
  private Combination correction(List<TimePoint> times, int i) {
    int before = i - 1;
    ExponentialStep step = step(times, before, 1);
    int p = orderOf(times, before);
    if (times.get(before).alphaBar() == 0) {
      return Combination.ZERO;
    }
    List<ExponentialStep.Node> nodes = nodes(times, before, p, 1);
    nodes.add(new ExponentialStep.Node(0, times.get(i)));
    Combination corrected =
        p == 1 ? step.secondOrder(secondOrder, nodes.get(0), nodes.get(1)) : step.exact(nodes);
    return corrected.minus(predictor(times, before, 1));
  }

  /** The prediction of step i, as seen {@code ago} steps later. */
  private Combination predictor(List<TimePoint> times, int i, int ago) {
    ExponentialStep step = step(times, i, ago);
    int p = orderOf(times, i);
    List<ExponentialStep.Node> nodes = nodes(times, i, p, ago);
    return switch (p) {
      case 1 -> step.firstOrder();
      case 2 -> step.secondOrder(secondOrder, nodes.get(0), nodes.get(1));
      default -> step.exact(nodes);
    };
  }

  private ExponentialStep step(List<TimePoint> times, int i, int ago) {
    return ExponentialStep.of(formulation, times.get(i), times.get(i + 1), ago);
  }

  private static List<ExponentialStep.Node> nodes(List<TimePoint> times, int i, int p, int ago) {
    List<ExponentialStep.Node> nodes = new ArrayList<>();
    for (int k = 0; k < p; k++) {
      nodes.add(new ExponentialStep.Node(ago + k, times.get(i - k)));
    }
    return nodes;
  }

  private int orderOf(List<TimePoint> times, int i) {
    int left = times.size() - 1 - i;
    int wanted = lowerOrderFinal ? Math.min(order, left) : order;
    return Math.min(wanted, Orders.possible(times, i));
  }
}
