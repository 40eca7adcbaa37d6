package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same numbers as diffusers; see {@code src/test/python/schedules.py}. */
class DiffusersTest {

  private static final Diffusers DIFFUSERS = Diffusers.read();

  /** The largest relative error of rounding to float32. */
  private static final double FLOAT_ROUNDING = 0x1p-24;

  static List<Diffusers.Schedule> schedules() {
    return DIFFUSERS.schedules();
  }

  static List<Diffusers.Spacing> spacings() {
    return DIFFUSERS.spacings();
  }

  static List<Diffusers.Trajectory> trajectories() {
    return DIFFUSERS.trajectories();
  }

  /**
   * diffusers works its betas out in float32 on the scale of the largest one, in up to four rounded
   * operations.
   */
  @ParameterizedTest
  @MethodSource("schedules")
  void betasAreThoseOfDiffusersToFloat32(Diffusers.Schedule theirs) {
    NoiseSchedule ours = theirs.ours();
    double tolerance = 4 * FLOAT_ROUNDING * ours.beta(ours.steps());
    for (int k = 0; k < theirs.indices().length; k++) {
      assertThat(ours.beta(theirs.indices()[k] + 1))
          .as("t = %d", theirs.indices()[k] + 1)
          .isCloseTo(theirs.betas()[k], within(tolerance));
    }
  }

  /**
   * Each factor 1 − β of the float32 product is off by the error of β (see above) and one rounding
   * of its own, each multiplication by one more: relatively, their sum at worst.
   */
  @ParameterizedTest
  @MethodSource("schedules")
  void alphaBarsAreThoseOfDiffusersToFloat32(Diffusers.Schedule theirs) {
    NoiseSchedule ours = theirs.ours();
    double betaError = 4 * FLOAT_ROUNDING * ours.beta(ours.steps());
    for (int k = 0; k < theirs.indices().length; k++) {
      int t = theirs.indices()[k] + 1;
      double relative = 0;
      for (int s = 1; s <= t; s++) {
        relative += (betaError + FLOAT_ROUNDING) / ours.alpha(s) + FLOAT_ROUNDING;
      }
      assertThat(ours.alphaBar(t))
          .as("t = %d", t)
          .isCloseTo(theirs.alphas_cumprod()[k], within(relative * ours.alphaBar(t)));
    }
  }

  @ParameterizedTest
  @MethodSource("spacings")
  void timestepsFromTheLastTAreThoseOfDiffusersPlusOne(Diffusers.Spacing theirs) {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, theirs.total(), 1e-4, 0.02);
    TimestepSpacing spacing = TimestepSpacing.of(theirs.spacing());

    assertThat(spacing.points(schedule, theirs.total(), theirs.timesteps().length))
        .isEqualTo(times(schedule, theirs.timesteps()));
  }

  private static List<TimePoint> times(NoiseSchedule schedule, int[] indices) {
    return IntStream.of(Diffusers.times(indices)).mapToObj(t -> TimePoint.at(schedule, t)).toList();
  }

  /**
   * Both sides work in float64, over at most 50 steps of a handful of operations each. 1 − ᾱ loses
   * four digits to cancellation at the smallest t, and dividing by √ᾱ_T multiplies errors by 158:
   * 10⁻¹⁶·50·10⁴·158 is 10⁻⁸ at worst. diffusers also adds 10⁻¹⁰·z where no noise is due.
   */
  @ParameterizedTest
  @MethodSource("trajectories")
  void stepsGoWhereThoseOfDiffusersGo(Diffusers.Trajectory theirs) {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    List<SamplingStep> steps = theirs.ours().steps(schedule, times(schedule, theirs.timesteps()));
    Prediction prediction = Prediction.of(theirs.prediction_type());
    for (int i = 0; i < steps.size(); i++) {
      SamplingStep step = steps.get(i);
      double x = theirs.x()[i];
      double alphaBar = step.alphaBar();
      Linear toSample = prediction.to(Prediction.SAMPLE, alphaBar);
      double x0 = toSample.x() * x + toSample.output() * 0.9 * Math.cos(i);
      if (theirs.clip()) {
        x0 = Math.max(-1, Math.min(1, x0));
      }
      double next = step.x().get(0) * x + step.x0().get(0) * x0 + step.noise() * Math.sin(3 * i);
      assertThat(next).as("x at t = %d", step.next()).isCloseTo(theirs.x()[i + 1], within(1e-8));
    }
  }
}
