package io.github.diffusionj.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleCurveTest {

  private static final NoiseSchedule HALVES = NoiseSchedule.ofBetas(new double[] {0.5, 0.5});

  /** ᾱ is 1, 1/2, 1/4. */
  @ParameterizedTest
  @CsvSource({
    "BETA, 0.5",
    "ALPHA_BAR, 0.25",
    "SQRT_ALPHA_BAR, 0.5",
    "SQRT_ONE_MINUS_ALPHA_BAR, 0.8660254037844386",
    "SNR, 0.3333333333333333",
    "LOG_SNR, -1.0986122886681098",
    "POSTERIOR_VARIANCE, 0.3333333333333333"
  })
  void curvesHaveTheValuesOneWorksOutByHand(ScheduleCurve curve, double expected) {
    assertThat(curve.at(HALVES, 2)).isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void curvesAreFiniteFromTheirFirstTimeToTheLast(ScheduleCurve curve) {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.SQUAREDCOS_CAP_V2, 1000, 1e-4, 0.02);
    for (int t = curve.firstT(); t <= 1000; t++) {
      assertThat(curve.at(schedule, t)).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource
  void timesBeforeTheFirstAndAfterTheLastAreRefused(ScheduleCurve curve) {
    int before = curve.firstT() - 1;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve.at(HALVES, before))
        .withMessage("t must be between %d and 2, but is %d.", before + 1, before);
    assertThatIllegalArgumentException().isThrownBy(() -> curve.at(HALVES, 3));
  }

  @Test
  void titlesTellTheCurvesApart() {
    assertThat(Arrays.stream(ScheduleCurve.values()).map(ScheduleCurve::title))
        .doesNotHaveDuplicates();
  }
}
