package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sampler must do. A new sampler is put on the list and is held to all of it. */
class SamplerConformanceTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  /** The linear schedule cut finer, so that its first β allows many more steps than 1000. */
  private static final int FINE = 16384;

  private static final NoiseSchedule FINE_LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, FINE, 0.1 / FINE, 20.0 / FINE);

  private static final List<GaussianData> DATA =
      List.of(new GaussianData(0.3, 0.25), new GaussianData(-0.7, 0.04), new GaussianData(2, 3));

  static List<Sampler> samplers() {
    List<Sampler> all = new ArrayList<>(oneStep());
    all.addAll(deterministic());
    all.addAll(List.of(DpmSolver.sde(1), DpmSolver.sde(2), DpmSolver.sde(3)));
    all.add(new TimeTravel(new DdimSampler(0.85), 3, 2));
    return all;
  }

  static List<Sampler> oneStep() {
    return List.of(
        new DdpmSampler(Variance.FIXED_SMALL),
        new DdpmSampler(Variance.FIXED_LARGE),
        new DdimSampler(0),
        new DdimSampler(0.5),
        new DdimSampler(1));
  }

  static List<Sampler> deterministic() {
    List<Sampler> all = new ArrayList<>(List.of(new DdimSampler(0), new HeunSampler()));
    for (int order = 1; order <= 3; order++) {
      for (Formulation formulation : List.of(Formulation.DATA, Formulation.NOISE)) {
        for (SecondOrder type : List.of(SecondOrder.MIDPOINT, SecondOrder.HEUN)) {
          all.add(new DpmSolver(formulation, order, type, true, false));
          all.add(new DpmSolver(formulation, order, type, false, true));
          all.add(new DpmSinglestep(formulation, order, type));
        }
        all.add(new UniPc(formulation, order, SecondOrder.BH1, true, Set.of()));
        all.add(new UniPc(formulation, order, SecondOrder.BH2, false, Set.of(0, 2)));
      }
    }
    for (PndmSampler.Start start : PndmSampler.Start.values()) {
      all.add(new PndmSampler(start));
    }
    return all;
  }

  /** Those that take as much noise as the forward process would have left. */
  static List<Sampler> samplersThatKeepTheMarginals() {
    return oneStep().stream()
        .filter(s -> !s.equals(new DdpmSampler(Variance.FIXED_LARGE)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void stepsFollowTheListOfTimesAsItIs(Sampler sampler) {
    List<TimePoint> times = times(1000, 700, 650, 300, 120, 3, 1, 0);

    List<SamplingStep> steps = sampler.steps(LINEAR, times);

    assertThat(steps.get(0).t()).isEqualTo(1000);
    assertThat(steps.get(steps.size() - 1).next()).isZero();
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).t()).isEqualTo(steps.get(i - 1).next());
      assertThat(steps.get(i).alphaBar()).isEqualTo(steps.get(i - 1).nextAlphaBar());
    }
    assertThat(steps).extracting(SamplingStep::stream).doesNotHaveDuplicates();
    for (TimePoint point : times.subList(0, times.size() - 1)) {
      assertThat(steps).anyMatch(s -> s.t() == point.t() && s.callsNetwork());
    }
  }

  @ParameterizedTest
  @MethodSource("oneStep")
  void oneStepSamplersTakeAStepPerTime(Sampler sampler) {
    List<SamplingStep> steps = sampler.steps(LINEAR, times(1000, 700, 650, 3, 1, 0));

    assertThat(steps).extracting(SamplingStep::t).containsExactly(1000.0, 700.0, 650.0, 3.0, 1.0);
    assertThat(steps).extracting(SamplingStep::next).containsExactly(700.0, 650.0, 3.0, 1.0, 0.0);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aSingleStepGivesTheEstimateItselfWithoutNoise(Sampler sampler) {
    for (int t : new int[] {1, 50, 1000}) {
      SamplingStep last = sampler.steps(LINEAR, times(t, 0)).get(0);
      assertThat(last.noise()).isZero();
      assertThat(last.x()).hasSize(1);
      assertThat(last.x().get(0)).isCloseTo(0, within(1e-11));
      assertThat(last.x0()).hasSize(1);
      assertThat(last.x0().get(0)).isCloseTo(1, within(1e-11));
    }
  }

  /** A multistep method ends with x̂_0 too; PNDM alone takes in earlier ε̂. */
  @ParameterizedTest
  @MethodSource("samplers")
  void theLastStepGivesTheEstimateItself(Sampler sampler) {
    List<SamplingStep> steps = sampler.steps(LINEAR, manyTimes());
    SamplingStep last = steps.get(steps.size() - 1);
    double others = last.x().stream().mapToDouble(Math::abs).sum();
    others += last.x0().stream().skip(1).mapToDouble(Math::abs).sum();
    assertThat(last.noise()).isZero();
    if (!(sampler instanceof PndmSampler)) {
      assertThat(last.x0().get(0)).isCloseTo(1, within(1e-11));
      assertThat(others).isCloseTo(0, within(1e-11));
    }
  }

  /**
   * With one point as data x̂_0 is that point at every step, and the noise that is left is ε. The
   * third list makes high orders extrapolate from one t over a thousand, which costs digits.
   */
  @ParameterizedTest
  @MethodSource("deterministic")
  void statesOfASinglePointKeepItsSignalAndItsNoise(Sampler sampler) {
    for (List<TimePoint> times : List.of(manyTimes(), karras(), times(1000, 999, 2, 1, 0))) {
      double[] start = {0.4 * times.get(0).signal() - 1.3 * times.get(0).noise()};
      List<SamplingStep> steps = sampler.steps(LINEAR, times);
      List<double[]> path =
          Walk.of(start, steps, (x, step) -> new double[] {0.4}, i -> new double[1]);
      for (int i = 0; i < steps.size(); i++) {
        TimePoint at = new TimePoint(steps.get(i).next(), steps.get(i).nextAlphaBar());
        double expected = 0.4 * at.signal() - 1.3 * at.noise();
        assertThat(path.get(i + 1)[0]).isCloseTo(expected, within(1e-7));
      }
    }
  }

  /** Whatever the noise, the perfect estimate of a single point is that point. */
  @ParameterizedTest
  @MethodSource("samplers")
  void aSinglePointComesOutExactly(Sampler sampler) {
    GaussianData point = new GaussianData(0.4, 0);
    for (int count : new int[] {1, 2, 3, 4, 5, 10, 20, 100}) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
      GaussianData sampled = point.sampled(sampler.steps(LINEAR, times));
      assertThat(sampled.mean()).isCloseTo(0.4, within(1e-9));
      assertThat(sampled.variance()).isCloseTo(0, within(1e-16));
    }
  }

  /** At ᾱ_T = 0 the log SNR is −∞ and ρ infinite; the factors are not. */
  @ParameterizedTest
  @MethodSource("samplers")
  void stepsFromZeroSignalAreFiniteAndExactOnASinglePoint(Sampler sampler) {
    NoiseSchedule zero = LINEAR.withZeroTerminalSnr();
    for (int count : new int[] {1, 2, 3, 10, 50}) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(zero, 1000, count);
      assertThat(times.get(0).alphaBar()).isZero();
      List<SamplingStep> steps = sampler.steps(zero, times);
      GaussianData sampled = new GaussianData(0.4, 0).sampled(steps);
      assertThat(sampled.mean()).isCloseTo(0.4, within(1e-9));
      assertThat(sampled.variance()).isCloseTo(0, within(1e-12));
    }
  }

  /** The result is then x at the last time, with the noise of that. */
  @ParameterizedTest
  @MethodSource("deterministic")
  void aListMayEndAtALaterTime(Sampler sampler) {
    List<TimePoint> times = times(1000, 800, 500, 300, 200, 100);
    GaussianData data = new GaussianData(0.4, 0);
    Affine map = data.map(sampler.steps(LINEAR, times));

    assertThat(map.variance(data.varianceAt(times.get(0).alphaBar())))
        .isCloseTo(data.varianceAt(LINEAR.alphaBar(100)), within(1e-9));
  }

  /** With the true x_0 and ε the noise-free part must land on √ᾱ_s·x_0 + (something)·ε. */
  @ParameterizedTest
  @MethodSource("oneStep")
  void theImageIsScaledAsTheForwardProcessScalesIt(Sampler sampler) {
    for (SamplingStep step : sampler.steps(LINEAR, manyTimes())) {
      double image = step.x().get(0) * Math.sqrt(step.alphaBar()) + step.x0().get(0);
      assertThat(image).isCloseTo(Math.sqrt(step.nextAlphaBar()), within(1e-11));
    }
  }

  /** The defining property of Song et al. 2021, lemma 1: the noise left has variance 1 − ᾱ_s. */
  @ParameterizedTest
  @MethodSource("samplersThatKeepTheMarginals")
  void theNoiseLeftIsThatOfTheForwardProcess(Sampler sampler) {
    for (SamplingStep step : sampler.steps(LINEAR, manyTimes())) {
      double old = step.x().get(0) * Math.sqrt(1 - step.alphaBar());
      assertThat(old * old + step.noise() * step.noise())
          .isCloseTo(1 - step.nextAlphaBar(), within(1e-11));
    }
  }

  /** E x̂_0 = m and E ε̂ = 0 at every step, so the mean is exact for any number of steps. */
  @ParameterizedTest
  @MethodSource("samplers")
  void theMeanOfGaussianDataIsExact(Sampler sampler) {
    for (GaussianData data : DATA) {
      for (TimestepSpacing spacing : TimestepSpacing.values()) {
        for (int count : new int[] {1, 7, 50}) {
          List<TimePoint> times = spacing.points(LINEAR, 800, count);
          assertThat(data.sampled(sampler.steps(LINEAR, times)).mean())
              .isCloseTo(data.mean(), within(1e-9));
        }
      }
    }
  }

  /**
   * The variance is right up to an error of order 1/N, with a factor log N for ancestral sampling
   * near t = 0. So doubling N multiplies the error by 1/2 up to (1/2)·(12/11), as log 4096/log 2048
   * is 12/11: log₂ of the ratio, the order, lies between 0.874 and 1.
   */
  @ParameterizedTest
  @MethodSource("oneStep")
  void theVarianceOfGaussianDataConvergesWithTheNumberOfSteps(Sampler sampler) {
    for (GaussianData data : DATA) {
      double coarse = varianceError(sampler, data, 2048);
      double fine = varianceError(sampler, data, 4096);
      assertThat(fine).isLessThan(0.02);
      assertThat(Math.log(coarse / fine) / Math.log(2)).isBetween(0.874, 1.001);
    }
  }

  /** Of what the reverse SDE leaves; of order 1 at least, as its noise is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theVarianceOfTheSdeSolverConverges(int order) {
    for (GaussianData data : DATA) {
      double coarse = varianceError(DpmSolver.sde(order), data, 512);
      double fine = varianceError(DpmSolver.sde(order), data, 1024);
      assertThat(fine).isLessThan(0.05);
      assertThat(coarse / fine).isGreaterThan(1.8);
    }
  }

  private static double varianceError(Sampler sampler, GaussianData data, int count) {
    List<TimePoint> times = TimestepSpacing.TRAILING.points(FINE_LINEAR, FINE, count);
    double variance = data.sampled(sampler.steps(FINE_LINEAR, times)).variance();
    return Math.abs(variance / data.variance() - 1);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void listsOfTimesThatDoNotDescendAreRefused(Sampler sampler) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.steps(LINEAR, times(0)))
        .withMessage("there must be at least two times, but there are 1.");
    for (int next : new int[] {500, 600}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sampler.steps(LINEAR, times(500, next, 0)))
          .withMessage(
              "times must descend and alpha_bar must rise, but %s follows %s.",
              TimePoint.at(LINEAR, next), TimePoint.at(LINEAR, 500));
    }
  }

  private static List<TimePoint> times(int... times) {
    return IntStream.of(times).mapToObj(t -> TimePoint.at(LINEAR, t)).toList();
  }

  private static List<TimePoint> karras() {
    return TimestepSpacing.KARRAS.points(LINEAR, 1000, 25);
  }

  private static List<TimePoint> manyTimes() {
    return TimestepSpacing.TRAILING.points(LINEAR, 1000, 137);
  }
}
