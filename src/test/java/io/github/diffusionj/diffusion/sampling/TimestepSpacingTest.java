package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimestepSpacingTest {

  @ParameterizedTest
  @EnumSource
  void timesStrictlyDescendToZeroForEveryStartAndCount(TimestepSpacing spacing) {
    for (int start = 1; start <= 120; start++) {
      for (int count = 1; count <= start; count++) {
        int[] times = spacing.timesteps(start, count, 120);
        assertThat(times).hasSize(count + 1).endsWith(0);
        assertThat(times[0]).isLessThanOrEqualTo(start);
        for (int i = 1; i <= count; i++) {
          assertThat(times[i]).isLessThan(times[i - 1]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void samplingBeginsAtTheTimeAtWhichTheImageLies(TimestepSpacing spacing) {
    for (int start = 1; start < 120; start++) {
      for (int count = 1; count <= start; count++) {
        assertThat(spacing.timesteps(start, count, 120)[0]).isEqualTo(start);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void asManyStepsAsThereAreTimesVisitEachOfThem(TimestepSpacing spacing) {
    assertThat(spacing.timesteps(5, 5, 5)).containsExactly(5, 4, 3, 2, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "TRAILING, 400 300 200 100 0",
    "LEADING, 400 201 101 1 0",
    "LINSPACE, 400 267 134 1 0"
  })
  void fourStepsFromTheMiddleAreSpreadOverTheRangeLeft(TimestepSpacing spacing, String times) {
    assertThat(spacing.timesteps(400, 4, 1000)).containsExactly(parse(times));
  }

  @Test
  void leadingStartsBelowTheLastTime() {
    assertThat(TimestepSpacing.LEADING.timesteps(1000, 4, 1000))
        .containsExactly(751, 501, 251, 1, 0);
  }

  @Test
  void aSingleLinspaceStepStartsAtTheStart() {
    assertThat(TimestepSpacing.LINSPACE.timesteps(1000, 1, 1000)).containsExactly(1000, 0);
  }

  @Test
  void largeSchedulesDoNotOverflow() {
    int[] times = TimestepSpacing.LINSPACE.timesteps(1_000_000, 500_000, 1_000_000);

    assertThat(times[1]).isEqualTo(999_998);
    assertThat(times[499_999]).isOne();
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "501"})
  void numbersOfStepsThatDoNotFitAreRefused(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimestepSpacing.TRAILING.timesteps(500, count, 1000))
        .withMessage("steps must be between 1 and t = 500, but is %d.", count);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1001"})
  void startsOutsideTheScheduleAreRefused(int start) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimestepSpacing.TRAILING.timesteps(start, 1, 1000))
        .withMessage("t must be between 1 and 1000, but is %d.", start);
  }

  private static int[] parse(String times) {
    return Arrays.stream(times.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
