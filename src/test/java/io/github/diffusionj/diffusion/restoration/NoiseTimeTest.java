package io.github.diffusionj.diffusion.restoration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTimeTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  /** The times of σ = 15, 25 and 50 of 255 on the linear schedule, as others have found them. */
  @ParameterizedTest
  @CsvSource({"15, 31.9, 32.9", "25, 56.2, 57.2", "50, 114.4, 115.4"})
  void theUsualNoiseLevelsLieWhereTheyAreKnownToLie(double sigma, double from, double to) {
    assertThat(NoiseTime.of(LINEAR, 2 * sigma / 255).t()).isBetween(from - 0.05, to + 0.05);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 57, 999, 1000})
  void theNoiseOfAWholeTimeGivesThatTime(int t) {
    double alphaBar = LINEAR.alphaBar(t);
    TimePoint found = NoiseTime.of(LINEAR, Math.sqrt((1 - alphaBar) / alphaBar));
    assertThat(found.t()).isCloseTo(t, within(1e-6));
    assertThat(found.alphaBar()).isCloseTo(alphaBar, within(1e-12));
  }

  @Test
  void alphaBarIsExactBetweenTwoTimes() {
    TimePoint found = NoiseTime.of(LINEAR, 0.3);
    assertThat(Math.sqrt((1 - found.alphaBar()) / found.alphaBar())).isCloseTo(0.3, within(1e-12));
    assertThat(LINEAR.alphaBar((int) found.t())).isGreaterThan(found.alphaBar());
    assertThat(LINEAR.alphaBar((int) found.t() + 1)).isLessThan(found.alphaBar());
  }

  @Test
  void lessNoiseThanTheFirstStepHasIsTakenForTheFirstStep() {
    TimePoint found = NoiseTime.of(LINEAR, 1e-3);
    assertThat(found.t()).isEqualTo(1);
    assertThat(found.alphaBar()).isCloseTo(1 / (1 + 1e-6), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, 1000})
  void noNoiseAndMoreThanTheScheduleHasAreRefused(double sigma) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseTime.of(LINEAR, sigma))
        .withMessageStartingWith("the noise must be above 0 and at most 157.")
        .withMessageEndingWith("but is " + sigma + ".");
  }

  @Test
  void pointsGoEvenlyFromTheStartToTheCleanImage() {
    TimePoint start = NoiseTime.of(LINEAR, 0.3);
    List<TimePoint> points = NoiseTime.points(LINEAR, start, 3);
    assertThat(points).hasSize(4);
    assertThat(points.get(0)).isEqualTo(start);
    assertThat(points.get(3)).isEqualTo(TimePoint.CLEAN);
    assertThat(points.get(1).t()).isCloseTo(start.t() * 2 / 3, within(1e-9));
    int below = (int) points.get(1).t();
    assertThat(points.get(1).alphaBar())
        .isBetween(LINEAR.alphaBar(below + 1), LINEAR.alphaBar(below));
  }

  @Test
  void moreStepsThanTimesAreRefused() {
    TimePoint start = NoiseTime.of(LINEAR, 0.02);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseTime.points(LINEAR, start, 9))
        .withMessageContaining("steps must be between 1 and t = ");
  }
}
