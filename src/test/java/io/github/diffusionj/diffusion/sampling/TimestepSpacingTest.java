package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
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
  @EnumSource(names = {"TRAILING", "LEADING", "LINSPACE"})
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

  /** Karras et al. 2022, equation 5 with ρ = 7; exponential is its limit for ρ → ∞. */
  @Test
  void noiseLevelsAreEvenInTheirSeventhRootOrInTheirLogarithm() {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    checkEven(TimestepSpacing.KARRAS.points(schedule, 800, 12), rho -> Math.pow(rho, 1 / 7.0));
    checkEven(TimestepSpacing.EXPONENTIAL.points(schedule, 800, 12), Math::log);
  }

  private static void checkEven(List<TimePoint> points, DoubleUnaryOperator scale) {
    double[] values =
        points.subList(0, points.size() - 1).stream()
            .mapToDouble(p -> scale.applyAsDouble(p.noise() / p.signal()))
            .toArray();
    double step = (values[values.length - 1] - values[0]) / (values.length - 1);
    for (int i = 1; i < values.length; i++) {
      assertThat(values[i] - values[i - 1]).isCloseTo(step, within(1e-9));
    }
    assertThat(points.get(0).t()).isEqualTo(800);
    assertThat(points.get(points.size() - 2).t()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void schedulesWithZeroSignalStartThere(TimestepSpacing spacing) {
    NoiseSchedule zero =
        NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02).withZeroTerminalSnr();
    List<TimePoint> points = spacing.points(zero, 1000, 10);

    assertThat(points).hasSize(11);
    TimePoint.checkDescent(points);
    if (spacing != TimestepSpacing.LEADING) {
      assertThat(points.get(0)).isEqualTo(new TimePoint(1000, 0));
    }
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
