package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    return List.of(
        new DdpmSampler(Variance.FIXED_SMALL),
        new DdpmSampler(Variance.FIXED_LARGE),
        new DdimSampler(0),
        new DdimSampler(0.5),
        new DdimSampler(1));
  }

  /** Those that take as much noise as the forward process would have left. */
  static List<Sampler> samplersThatKeepTheMarginals() {
    return samplers().stream()
        .filter(s -> !s.equals(new DdpmSampler(Variance.FIXED_LARGE)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void stepsFollowTheListOfTimesAsItIs(Sampler sampler) {
    List<TimePoint> times = times(1000, 700, 650, 3, 1, 0);

    List<SamplingStep> steps = sampler.steps(LINEAR, times);

    assertThat(steps).extracting(SamplingStep::t).containsExactly(1000.0, 700.0, 650.0, 3.0, 1.0);
    assertThat(steps).extracting(SamplingStep::next).containsExactly(700.0, 650.0, 3.0, 1.0, 0.0);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void theLastStepGivesTheEstimateItselfWithoutNoise(Sampler sampler) {
    for (int t : new int[] {1, 50, 1000}) {
      SamplingStep last = sampler.steps(LINEAR, times(t, 0)).get(0);
      assertThat(last.noise()).isZero();
      assertThat(last.x()).containsExactly(0.0);
      assertThat(last.x0()).hasSize(1);
      assertThat(last.x0().get(0)).isCloseTo(1, within(1e-11));
    }
  }

  /** With the true x_0 and ε the noise-free part must land on √ᾱ_s·x_0 + (something)·ε. */
  @ParameterizedTest
  @MethodSource("samplers")
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
        for (int count : new int[] {1, 7, 50, 800}) {
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
  @MethodSource("samplers")
  void theVarianceOfGaussianDataConvergesWithTheNumberOfSteps(Sampler sampler) {
    for (GaussianData data : DATA) {
      double coarse = varianceError(sampler, data, 2048);
      double fine = varianceError(sampler, data, 4096);
      assertThat(fine).isLessThan(0.02);
      assertThat(Math.log(coarse / fine) / Math.log(2)).isBetween(0.874, 1.001);
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

  private static List<TimePoint> manyTimes() {
    return TimestepSpacing.TRAILING.points(LINEAR, 1000, 137);
  }
}
