package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ForwardStep;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdpmSamplerTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
  private static final DdpmSampler SMALL = new DdpmSampler(Variance.FIXED_SMALL);
  private static final DdpmSampler LARGE = new DdpmSampler(Variance.FIXED_LARGE);

  private static List<TimePoint> allTimes() {
    return TimestepSpacing.TRAILING.points(LINEAR, 1000, 1000);
  }

  @Test
  void stepsOfTheChainArePosteriorsOfTheSchedule() {
    for (SamplingStep step : SMALL.steps(LINEAR, allTimes())) {
      int t = (int) step.t();
      assertThat(step.x().get(0)).isCloseTo(LINEAR.posteriorMeanXt(t), within(1e-11));
      assertThat(step.x0().get(0)).isCloseTo(LINEAR.posteriorMeanX0(t), within(1e-11));
      assertThat(step.noise()).isCloseTo(Math.sqrt(LINEAR.posteriorVariance(t)), within(1e-11));
    }
  }

  @Test
  void theLargeVarianceIsBetaUntilTheLastStep() {
    for (SamplingStep step : LARGE.steps(LINEAR, allTimes())) {
      double expected = step.next() == 0 ? 0 : Math.sqrt(LINEAR.beta((int) step.t()));
      assertThat(step.noise()).isCloseTo(expected, within(1e-12));
    }
  }

  /** q(x_s | x_t, x_0) ∝ q(x_t | x_s)·q(x_s | x_0), for any s before t. */
  @Test
  void stepsOverGapsAgreeWithBayesRule() {
    int[][] gaps = {{1000, 600}, {1000, 1}, {300, 299}, {30, 2}};
    for (int[] gap : gaps) {
      SamplingStep step = SMALL.step(TimePoint.at(LINEAR, gap[0]), TimePoint.at(LINEAR, gap[1]), 0);
      ForwardStep toS = ForwardStep.between(LINEAR, 0, gap[1]);
      ForwardStep toT = ForwardStep.between(LINEAR, gap[1], gap[0]);
      double likelihood = Math.pow(toT.signal() / toT.noise(), 2);
      double prior = 1 / Math.pow(toS.noise(), 2);
      double variance = 1 / (likelihood + prior);
      assertThat(step.noise()).isCloseTo(Math.sqrt(variance), within(1e-11));
      assertThat(step.x().get(0)).isCloseTo(variance * likelihood / toT.signal(), within(1e-11));
      assertThat(step.x0().get(0)).isCloseTo(variance * prior * toS.signal(), within(1e-11));
    }
  }

  /** μ = (x_t + β_t·score)/√α_t, with a plus sign: Song et al. 2021 (score SDE), equation 4. */
  @Test
  void theMeanWrittenWithTheScoreHasAPlusSign() {
    for (int t : new int[] {1, 2, 100, 1000}) {
      SamplingStep step = SMALL.step(TimePoint.at(LINEAR, t), TimePoint.at(LINEAR, t - 1), 0);
      Linear x0 = Prediction.SCORE.to(Prediction.SAMPLE, LINEAR.alphaBar(t));
      double root = Math.sqrt(LINEAR.alpha(t));
      assertThat(step.x().get(0) + step.x0().get(0) * x0.x()).isCloseTo(1 / root, within(1e-9));
      assertThat(step.x0().get(0) * x0.output()).isCloseTo(LINEAR.beta(t) / root, within(1e-9));
    }
  }

  /**
   * With the perfect network on N(m, v), write V(a) = a·v + 1 − a for the variance at ᾱ = a. A step
   * from t to s has the slope √(ᾱ_t/ᾱ_s)·V_s/V_t, so the slopes from s to 0 multiply to √ᾱ_s·v/V_s,
   * and the variance that comes out is
   *
   * <pre>  v²·(ᾱ_T/V_T + Σ noise²·ᾱ_s/V_s²), the sum being over all s but 0.</pre>
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.01, 0.25, 1, 4})
  void theVarianceOfGaussianDataIsTheOneTheStepsMultiplyOutTo(double v) {
    GaussianData data = new GaussianData(0.3, v);
    for (int count : new int[] {1, 10, 1000}) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
      double large = LINEAR.alphaBar(1000) / data.varianceAt(LINEAR.alphaBar(1000));
      double small = large;
      for (int i = 0; i + 1 < count; i++) {
        double after = times.get(i + 1).alphaBar();
        double before = times.get(i).alphaBar();
        double term = (after - before) / Math.pow(data.varianceAt(after), 2);
        large += term;
        small += term * (1 - after) / (1 - before);
      }
      assertThat(data.sampled(LARGE.steps(LINEAR, times)).variance())
          .isCloseTo(v * v * large, within(1e-9 * v));
      assertThat(data.sampled(SMALL.steps(LINEAR, times)).variance())
          .isCloseTo(v * v * small, within(1e-9 * v));
    }
  }

  /**
   * How far off v the variance may be, from the sum above. With noise² = 1 − ᾱ_t/ᾱ_s it is Σ (ᾱ_s −
   * ᾱ_t)/V_s², a Riemann sum of the integral of 1/V² over ᾱ, which is 1/v − ᾱ_T/V_T: so the
   * variance tends to v. It is off by what a Riemann sum of a monotone function can be, plus the
   * last interval, from ᾱ_1 to 1, which gets no noise. The small variance is smaller by the factor
   * 1 − (ᾱ_s − ᾱ_t)/(1 − ᾱ_t). All of this is O(log T/T).
   */
  private static double tolerance(GaussianData data, boolean small) {
    double sum = 0;
    for (int t = 1; t <= 1000; t++) {
      double after = LINEAR.alphaBar(t - 1);
      double before = LINEAR.alphaBar(t);
      double width = after - before;
      double atAfter = Math.pow(data.varianceAt(after), -2);
      double atBefore = Math.pow(data.varianceAt(before), -2);
      sum += width * (t == 1 ? Math.max(atAfter, atBefore) : Math.abs(atAfter - atBefore));
      sum += small && t > 1 ? width * width / (1 - before) * atAfter : 0;
    }
    return data.variance() * data.variance() * sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 4})
  void theVarianceOfGaussianDataIsRightToTheErrorOfAThousandSteps(double v) {
    GaussianData data = new GaussianData(0.3, v);
    for (DdpmSampler sampler : List.of(SMALL, LARGE)) {
      double tolerance = tolerance(data, sampler.equals(SMALL));
      assertThat(tolerance / v).isLessThan(0.03);
      assertThat(data.sampled(sampler.steps(LINEAR, allTimes())).variance())
          .isCloseTo(v, within(tolerance + 1e-9));
    }
  }

  /** Of standard normal data every x_t is standard normal, and the reverse step has variance β. */
  @Test
  void theLargeVarianceIsExactOnStandardNormalDataButForTheNoiseLeftOutAtTheEnd() {
    for (int count : new int[] {2, 10, 1000}) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
      GaussianData sampled = new GaussianData(0, 1).sampled(LARGE.steps(LINEAR, times));
      double leftOut = 1 - times.get(count - 1).alphaBar();
      assertThat(sampled.variance()).isCloseTo(1 - leftOut, within(1e-10));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1000})
  void theSmallVarianceIsExactOnASinglePoint(int count) {
    List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
    GaussianData sampled = new GaussianData(0.4, 0).sampled(SMALL.steps(LINEAR, times));

    assertThat(sampled.mean()).isCloseTo(0.4, within(1e-10));
    assertThat(sampled.variance()).isCloseTo(0, within(1e-20));
  }
}
