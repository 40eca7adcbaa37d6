package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With normally distributed data, for which the perfect x̂_0 is known. */
class DdimInversionTest {

  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
  private static final double MEAN = 0.3;
  private static final double VARIANCE = 0.25;

  private static List<TimePoint> times(int steps) {
    return TimestepSpacing.TRAILING.points(SCHEDULE, 600, steps);
  }

  /** The loop in one dimension: factors of states and estimates, newest first. */
  private static double along(List<SamplingStep> steps, double start) {
    List<Double> states = new ArrayList<>(List.of(start));
    List<Double> estimates = new ArrayList<>();
    for (SamplingStep step : steps) {
      estimates.add(0, perfect(states.get(0), step.alphaBar()));
      double next = 0;
      for (int k = 0; k < step.x().size(); k++) {
        next += step.x().get(k) == 0 ? 0 : step.x().get(k) * states.get(k);
      }
      for (int k = 0; k < step.x0().size(); k++) {
        next += step.x0().get(k) * estimates.get(k);
      }
      states.add(0, next);
    }
    return states.get(0);
  }

  private static double perfect(double x, double alphaBar) {
    double signal = Math.sqrt(alphaBar);
    double gain = signal * VARIANCE / (alphaBar * VARIANCE + 1 - alphaBar);
    return MEAN + gain * (x - signal * MEAN);
  }

  private static double error(int steps, int calls, double x0) {
    double xt = along(new DdimInversion(calls).steps(times(steps)), x0);
    return Math.abs(along(new DdimSampler(0).steps(SCHEDULE, times(steps)), xt) - x0);
  }

  @Test
  void manyCallsPerStepFindTheXtThatDdimTakesBackExactly() {
    assertThat(error(20, 60, 0.9)).isLessThan(1e-10);
    assertThat(error(5, 60, -0.4)).isLessThan(1e-8);
  }

  @Test
  void eachFurtherCallAndEachFurtherStepMakeTheErrorSmaller() {
    assertThat(error(20, 2, 0.9)).isLessThan(0.5 * error(20, 1, 0.9));
    assertThat(error(20, 3, 0.9)).isLessThan(0.5 * error(20, 2, 0.9));
    assertThat(error(200, 1, 0.9)).isLessThan(0.2 * error(20, 1, 0.9));
  }

  @Test
  void manyStepsTakeTheDataToTheirNoise() {
    // The exact flow keeps the distance from the mean in standard deviations.
    double alphaBar = SCHEDULE.alphaBar(600);
    double xt = along(new DdimInversion(2).steps(times(600)), MEAN + Math.sqrt(VARIANCE));
    double expected = Math.sqrt(alphaBar) * MEAN + Math.sqrt(alphaBar * VARIANCE + 1 - alphaBar);
    assertThat(xt).isCloseTo(expected, within(0.01));
  }

  @Test
  void thereAreAsManyStepsAsCallsAndNoneNeedsNoise() {
    List<SamplingStep> steps = new DdimInversion(3).steps(times(7));
    assertThat(steps).hasSize(21).allMatch(step -> step.noise() == 0 && step.callsNetwork());
    assertThat(steps.get(20).t()).isEqualTo(600);
  }

  @Test
  void noCallsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DdimInversion(0))
        .withMessage("iterations must be at least 1, but is 0.");
  }
}
