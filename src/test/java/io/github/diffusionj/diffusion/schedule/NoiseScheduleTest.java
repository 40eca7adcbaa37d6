package io.github.diffusionj.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseScheduleTest {

  private static NoiseSchedule schedule(ScheduleType type, int steps) {
    return NoiseSchedule.of(type, steps, 1e-4, 0.02);
  }

  @Test
  void aScheduleOfTwoHalvesHasTheValuesOneWorksOutByHand() {
    NoiseSchedule s = NoiseSchedule.ofBetas(new double[] {0.5, 0.5});

    assertThat(s.steps()).isEqualTo(2);
    assertThat(new double[] {s.alphaBar(0), s.alphaBar(1), s.alphaBar(2)})
        .containsExactly(1, 0.5, 0.25);
    assertThat(s.alpha(2)).isEqualTo(0.5);
    assertThat(s.snr(2)).isEqualTo(1.0 / 3);
    assertThat(s.logSnr(1)).isZero();
    assertThat(s.posteriorVariance(2)).isEqualTo(1.0 / 3);
    assertThat(s.posteriorMeanX0(2)).isEqualTo(Math.sqrt(0.5) * 2 / 3);
    assertThat(s.posteriorMeanXt(2)).isEqualTo(Math.sqrt(0.5) * 2 / 3);
  }

  @ParameterizedTest
  @EnumSource
  void noiseOnlyEverGrows(ScheduleType type) {
    for (int steps : new int[] {1, 2, 1000, 4000}) {
      NoiseSchedule s = schedule(type, steps);
      assertThat(s.alphaBar(0)).isOne();
      for (int t = 1; t <= steps; t++) {
        assertThat(s.alphaBar(t)).isStrictlyBetween(0.0, s.alphaBar(t - 1));
        assertThat(s.snr(t)).isLessThan(s.snr(t - 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQUAREDCOS_CAP_V2", mode = EnumSource.Mode.EXCLUDE)
  void betasRunFromStartToEnd(ScheduleType type) {
    NoiseSchedule s = schedule(type, 100);
    // The sigmoid leaves out 1/(1 + e⁶) of the range at either end.
    double gap = type == ScheduleType.SIGMOID ? 0.0199 / (1 + Math.exp(6)) : 0;

    assertThat(s.beta(1)).isCloseTo(1e-4 + gap, within(1e-15));
    assertThat(s.beta(100)).isCloseTo(0.02 - gap, within(1e-15));
  }

  @Test
  void theCosineScheduleFollowsItsCurveUntilTheCap() {
    NoiseSchedule s = schedule(ScheduleType.SQUAREDCOS_CAP_V2, 1000);
    double start = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
    for (int t = 0; t < 1000; t++) {
      double curve = Math.pow(Math.cos((t / 1000.0 + 0.008) / 1.008 * Math.PI / 2), 2) / start;
      assertThat(s.alphaBar(t)).isCloseTo(curve, within(1e-12));
    }
    assertThat(s.beta(1000)).isEqualTo(0.999);
  }

  @Test
  void theSignalToNoiseRatioIsInfiniteAtZero() {
    NoiseSchedule s = schedule(ScheduleType.LINEAR, 1000);

    assertThat(s.snr(0)).isInfinite();
    assertThat(s.logSnr(0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  /** The product of two normal densities: precisions add, means are weighted by precision. */
  @ParameterizedTest
  @EnumSource
  void thePosteriorAgreesWithBayesRule(ScheduleType type) {
    NoiseSchedule s = schedule(type, 1000);
    for (int t = 2; t <= 1000; t++) {
      double likelihood = s.alpha(t) / s.beta(t);
      double prior = 1 / (1 - s.alphaBar(t - 1));
      double variance = 1 / (likelihood + prior);
      double weightXt = variance * likelihood / Math.sqrt(s.alpha(t));
      double weightX0 = variance * prior * Math.sqrt(s.alphaBar(t - 1));
      // 1 − ᾱ loses at most five digits of sixteen to cancellation.
      assertThat(s.posteriorVariance(t) / variance).isCloseTo(1, within(1e-10));
      assertThat(s.posteriorMeanXt(t) / weightXt).isCloseTo(1, within(1e-10));
      assertThat(s.posteriorMeanX0(t) / weightX0).isCloseTo(1, within(1e-10));
    }
  }

  @Test
  void thePosteriorOfTheFirstStepIsTheCleanImageItself() {
    NoiseSchedule s = schedule(ScheduleType.LINEAR, 1000);

    assertThat(s.posteriorVariance(1)).isZero();
    assertThat(s.posteriorMeanXt(1)).isZero();
    assertThat(s.posteriorMeanX0(1)).isCloseTo(1, within(1e-11));
  }

  @Test
  void laterChangesToTheArrayOfBetasHaveNoEffect() {
    double[] betas = {0.1, 0.2};
    NoiseSchedule s = NoiseSchedule.ofBetas(betas);
    betas[0] = 0.9;

    assertThat(s.beta(1)).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void betasOutsideZeroToOneAreRefused(double beta) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseSchedule.of(ScheduleType.LINEAR, 10, beta, 0.02))
        .withMessage("beta_start must be greater than 0 and less than 1, but is " + beta + ".");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseSchedule.of(ScheduleType.SIGMOID, 10, 1e-4, beta))
        .withMessage("beta_end must be greater than 0 and less than 1, but is " + beta + ".");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseSchedule.ofBetas(new double[] {0.1, beta}))
        .withMessage("beta at t = 2 must be greater than 0 and less than 1, but is " + beta + ".");
  }

  @Test
  void theCosineScheduleDoesNotLookAtTheRangeOfBetas() {
    NoiseSchedule s = NoiseSchedule.of(ScheduleType.SQUAREDCOS_CAP_V2, 10, -1, 7);

    assertThat(s.beta(5)).isEqualTo(schedule(ScheduleType.SQUAREDCOS_CAP_V2, 10).beta(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, NoiseSchedule.MAX_STEPS + 1})
  void numbersOfStepsOutOfRangeAreRefused(int steps) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule(ScheduleType.LINEAR, steps))
        .withMessage(
            "the number of steps of a schedule must be between 1 and 1000000, but is %d.", steps);
  }

  @Test
  void aScheduleThatLeavesNothingOfTheImageIsRefused() {
    double[] betas = new double[200];
    Arrays.fill(betas, 0.999);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseSchedule.ofBetas(betas))
        .withMessageStartingWith("the schedule leaves no image at t = 103 of 200");
  }

  @Test
  void timesOutsideTheScheduleAreRefused() {
    NoiseSchedule s = schedule(ScheduleType.LINEAR, 1000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> s.alphaBar(1500))
        .withMessage("t must be between 0 and 1000, but is 1500.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> s.posteriorVariance(0))
        .withMessage("t must be between 1 and 1000, but is 0.");
  }

  /** Lin et al. 2023, algorithm 1: √ᾱ is stretched linearly, from ᾱ_1 as it is to 0. */
  @Test
  void zeroTerminalSnrStretchesTheRootsLinearly() {
    NoiseSchedule before = schedule(ScheduleType.LINEAR, 1000);
    NoiseSchedule after = before.withZeroTerminalSnr();
    double first = Math.sqrt(before.alphaBar(1));
    double last = Math.sqrt(before.alphaBar(1000));

    assertThat(after.alphaBar(0)).isOne();
    assertThat(after.alphaBar(1)).isCloseTo(before.alphaBar(1), within(1e-15));
    assertThat(after.alphaBar(1000)).isZero();
    assertThat(after.beta(1000)).isOne();
    assertThat(after.logSnr(1000)).isEqualTo(Double.NEGATIVE_INFINITY);
    for (int t = 1; t <= 1000; t++) {
      double share = (Math.sqrt(before.alphaBar(t)) - last) / (first - last);
      assertThat(Math.sqrt(after.alphaBar(t))).isCloseTo(share * first, within(1e-14));
      assertThat(after.beta(t))
          .isCloseTo(1 - after.alphaBar(t) / after.alphaBar(t - 1), within(1e-14));
    }
  }

  @Test
  void oneStepCanNotHaveZeroTerminalSnr() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseSchedule.ofBetas(new double[] {0.5}).withZeroTerminalSnr())
        .withMessage("a schedule with zero terminal SNR needs at least 2 steps, but has 1.");
  }

  @Test
  void betweenWholeTimesTheLogSnrIsLinear() {
    NoiseSchedule s = schedule(ScheduleType.LINEAR, 1000);
    double alphaBar = s.alphaBar(300.25);

    assertThat(Math.log(alphaBar / (1 - alphaBar)))
        .isCloseTo(0.75 * s.logSnr(300) + 0.25 * s.logSnr(301), within(1e-12));
    assertThat(s.alphaBar(300.0)).isEqualTo(s.alphaBar(300));
    assertThat(s.alphaBar(0.0)).isOne();
    double low = s.alphaBar(0.5);
    assertThat(Math.sqrt(1 / low - 1)).isCloseTo(Math.sqrt(1 / s.snr(1)) / 2, within(1e-12));
    NoiseSchedule zero = s.withZeroTerminalSnr();
    assertThat(Math.sqrt(zero.alphaBar(999.5)))
        .isCloseTo(Math.sqrt(zero.alphaBar(999)) / 2, within(1e-15));
  }

  @Test
  void timesAreFoundFromAlphaBar() {
    NoiseSchedule linear = schedule(ScheduleType.LINEAR, 1000);
    for (NoiseSchedule s : new NoiseSchedule[] {linear, linear.withZeroTerminalSnr()}) {
      for (double t : new double[] {0, 0.3, 1, 1.5, 2, 400, 400.7, 998.5, 999, 999.4, 1000}) {
        assertThat(s.timeOf(s.alphaBar(t))).isCloseTo(t, within(1e-7));
      }
    }
  }

  /** σ = 15, 25 and 50 of 255 grey values, 2σ/255 in the model's range; as network indices. */
  @ParameterizedTest
  @CsvSource({"15, 31.9", "25, 56.2", "50, 114.4"})
  void noiseLevelsOfRealImagesLieWhereTheyAreKnownToLie(double sigma, double index) {
    double level = 2 * sigma / 255;

    assertThat(schedule(ScheduleType.LINEAR, 1000).timeOf(1 / (1 + level * level)))
        .isCloseTo(index + 1, within(0.06));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1000.5, Double.NaN})
  void fractionalTimesOutsideTheScheduleAreRefused(double t) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule(ScheduleType.LINEAR, 1000).alphaBar(t))
        .withMessage("t must be between 0 and 1000, but is " + t + ".");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1.1, Double.NaN})
  void alphaBarsOutsideTheScheduleHaveNoTime(double alphaBar) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule(ScheduleType.LINEAR, 1000).timeOf(alphaBar))
        .withMessageContaining("and 1, but is " + alphaBar + ".");
  }
}
