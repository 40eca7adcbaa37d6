package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.diffusionj.diffusion.sampling.solver.DpmSinglestep;
import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.diffusion.sampling.solver.Formulation;
import io.github.diffusionj.diffusion.sampling.solver.HeunSampler;
import io.github.diffusionj.diffusion.sampling.solver.PndmSampler;
import io.github.diffusionj.diffusion.sampling.solver.SecondOrder;
import io.github.diffusionj.diffusion.sampling.solver.UniPc;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order of each deterministic sampler: how its error against the exact probability flow of
 * Gaussian data falls when the steps are halved, from T to T/4 of the linear schedule. The table of
 * docs/samplers.md has these figures.
 */
class ConvergenceTest {

  private static final int FINE = 16384;
  private static final int END = FINE / 4;
  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, FINE, 0.1 / FINE, 20.0 / FINE);
  private static final List<GaussianData> DATA =
      List.of(new GaussianData(0.3, 0.25), new GaussianData(0, 0.04), new GaussianData(1, 2));

  private static final Sampler PARABOLA = dpm(Formulation.DATA, 3, SecondOrder.MIDPOINT);

  static Stream<Arguments> samplers() {
    return Stream.of(
        arguments(new DdimSampler(0), 1.0),
        arguments(dpm(Formulation.DATA, 1, SecondOrder.MIDPOINT), 1.0),
        arguments(dpm(Formulation.DATA, 2, SecondOrder.MIDPOINT), 2.0),
        arguments(dpm(Formulation.DATA, 2, SecondOrder.HEUN), 2.0),
        arguments(dpm(Formulation.DATA, 3, SecondOrder.MIDPOINT), 3.0),
        arguments(dpm(Formulation.NOISE, 2, SecondOrder.MIDPOINT), 2.0),
        arguments(DpmSolver.deis(1, false), 1.0),
        arguments(DpmSolver.deis(2, false), 2.0),
        arguments(DpmSolver.deis(3, false), 3.0),
        arguments(single(Formulation.DATA, 2, SecondOrder.MIDPOINT), 2.0),
        arguments(single(Formulation.DATA, 2, SecondOrder.HEUN), 2.0),
        arguments(single(Formulation.DATA, 3, SecondOrder.MIDPOINT), 3.0),
        arguments(single(Formulation.DATA, 3, SecondOrder.HEUN), 3.0),
        arguments(single(Formulation.NOISE, 3, SecondOrder.HEUN), 3.0),
        arguments(unipc(Formulation.DATA, 1, SecondOrder.BH1), 2.0),
        arguments(unipc(Formulation.DATA, 1, SecondOrder.BH2), 2.0),
        arguments(unipc(Formulation.DATA, 2, SecondOrder.BH1), 3.0),
        arguments(unipc(Formulation.DATA, 2, SecondOrder.BH2), 3.0),
        arguments(unipc(Formulation.DATA, 3, SecondOrder.BH2), 4.0),
        arguments(unipc(Formulation.NOISE, 2, SecondOrder.BH2), 3.0),
        arguments(new HeunSampler(), 2.0),
        arguments(new PndmSampler(PndmSampler.Start.RUNGE_KUTTA), 2.0),
        arguments(new PndmSampler(PndmSampler.Start.TRAPEZOID), 2.0),
        arguments(new PndmSampler(PndmSampler.Start.LOWER_ORDER), 2.0));
  }

  private static Sampler dpm(Formulation formulation, int order, SecondOrder type) {
    return new DpmSolver(formulation, order, type, false, false);
  }

  private static Sampler single(Formulation formulation, int order, SecondOrder type) {
    return new DpmSinglestep(formulation, order, type);
  }

  private static Sampler unipc(Formulation formulation, int order, SecondOrder type) {
    return new UniPc(formulation, order, type, false, Set.of());
  }

  /** Doubling 192 steps; the next powers of the step still show, so within a fifth. */
  @ParameterizedTest
  @MethodSource("samplers")
  void theErrorFallsWithTheOrderOfTheMethod(Sampler sampler, double order) {
    assertThat(order(sampler)).isCloseTo(order, within(0.2));
  }

  /**
   * diffusers' multistep step of order 3 leaves out a factor 2 of the second derivative (its
   * singlestep one has it), which costs an order: why DpmSolver departs from it.
   */
  @Test
  void theThirdOrderStepOfDiffusersIsOfOrderTwo() {
    Sampler diffusers =
        (schedule, times) -> {
          List<SamplingStep> steps = new ArrayList<>(PARABOLA.steps(schedule, times));
          for (int i = 2; i < steps.size(); i++) {
            steps.set(i, halfOfTheSecondDerivative(times, i));
          }
          return steps;
        };

    assertThat(order(diffusers)).isCloseTo(2, within(0.2));
  }

  private static SamplingStep halfOfTheSecondDerivative(List<TimePoint> times, int i) {
    TimePoint s = times.get(i);
    TimePoint t = times.get(i + 1);
    double h = t.lambda() - s.lambda();
    double r0 = (s.lambda() - times.get(i - 1).lambda()) / h;
    double r1 = (times.get(i - 1).lambda() - times.get(i - 2).lambda()) / h;
    double f0 = -t.signal() * Math.expm1(-h);
    double f1 = t.signal() * (Math.expm1(-h) / h + 1);
    double f2 = -t.signal() * ((Math.expm1(-h) + h) / (h * h) - 0.5);
    // D1_0 = (m0 − m1)/r0, D1_1 = (m1 − m2)/r1, D1 = D1_0 + r0·D2, D2 = (D1_0 − D1_1)/(r0 + r1)
    double ofD2 = (f2 + f1 * r0) / (r0 + r1);
    double of10 = f1 + ofD2;
    List<Double> x0 = List.of(f0 + of10 / r0, -of10 / r0 - ofD2 / r1, ofD2 / r1);
    List<Double> x = List.of(t.noise() / s.noise());
    return new SamplingStep(s.t(), t.t(), s.alphaBar(), t.alphaBar(), x, x0, 0, 0, 0);
  }

  private static double order(Sampler sampler) {
    double coarse = error(sampler, times(192));
    double fine = error(sampler, times(384));
    return Math.log(coarse / fine) / Math.log(2);
  }

  private static List<TimePoint> times(int count) {
    return IntStream.rangeClosed(0, count)
        .mapToObj(i -> TimePoint.at(SCHEDULE, FINE - i * ((FINE - END) / count)))
        .toList();
  }

  /** The largest relative error of the slope of the flow over data of several widths. */
  private static double error(Sampler sampler, List<TimePoint> times) {
    List<SamplingStep> steps = sampler.steps(SCHEDULE, times);
    double first = times.get(0).alphaBar();
    double last = times.get(times.size() - 1).alphaBar();
    return DATA.stream()
        .mapToDouble(
            data -> data.map(steps).slope() * data.flowSlope(last) / data.flowSlope(first) - 1)
        .map(Math::abs)
        .max()
        .orElseThrow();
  }
}
