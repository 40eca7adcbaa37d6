package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TimestepSpacingTest {

  private static double[] timesteps(TimestepSpacing spacing, int start, int count, int total) {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, total, 1e-6, 1e-5);
    return spacing.points(schedule, start, count).stream().mapToDouble(TimePoint::t).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void timesStrictlyDescendToZeroForEveryStartAndCount(TimestepSpacing spacing) {
    for (int start = 1; start <= 120; start++) {
      for (int count = 1; count <= start; count++) {
        double[] times = timesteps(spacing, start, count, 120);
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
        assertThat(timesteps(spacing, start, count, 120)[0]).isEqualTo(start);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void asManyStepsAsThereAreTimesVisitEachOfThem(TimestepSpacing spacing) {
    assertThat(timesteps(spacing, 5, 5, 5)).containsExactly(5, 4, 3, 2, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "TRAILING, 400 300 200 100 0",
    "LEADING, 400 201 101 1 0",
    "LINSPACE, 400 267 134 1 0"
  })
  void fourStepsFromTheMiddleAreSpreadOverTheRangeLeft(TimestepSpacing spacing, String times) {
    assertThat(timesteps(spacing, 400, 4, 1000)).containsExactly(parse(times));
  }

  @Test
  void leadingStartsBelowTheLastTime() {
    assertThat(timesteps(TimestepSpacing.LEADING, 1000, 4, 1000))
        .containsExactly(751, 501, 251, 1, 0);
  }

  @Test
  void aSingleLinspaceStepStartsAtTheStart() {
    assertThat(timesteps(TimestepSpacing.LINSPACE, 1000, 1, 1000)).containsExactly(1000, 0);
  }

  @Test
  void largeSchedulesDoNotOverflow() {
    double[] times = timesteps(TimestepSpacing.LINSPACE, 1_000_000, 500_000, 1_000_000);

    assertThat(times[1]).isEqualTo(999_998);
    assertThat(times[499_999]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "501"})
  void numbersOfStepsThatDoNotFitAreRefused(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timesteps(TimestepSpacing.TRAILING, 500, count, 1000))
        .withMessage("steps must be between 1 and t = 500, but is %d.", count);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1001"})
  void startsOutsideTheScheduleAreRefused(int start) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timesteps(TimestepSpacing.TRAILING, start, 1, 1000))
        .withMessage("t must be between 1 and 1000, but is %d.", start);
  }

  private static double[] parse(String times) {
    return Arrays.stream(times.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
