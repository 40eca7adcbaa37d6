package io.github.diffusionj.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
