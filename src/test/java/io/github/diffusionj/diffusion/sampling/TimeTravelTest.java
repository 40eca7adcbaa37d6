package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.sampling.solver.DpmSolver;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTravelTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
  private static final Sampler DDPM = new DdpmSampler(Variance.FIXED_SMALL);

  private static List<SamplingStep> steps(Sampler sampler, int count, int jump, int resamplings) {
    List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
    return new TimeTravel(sampler, jump, resamplings).steps(LINEAR, times);
  }

  /** The first is the paper's setting (section 5.1). */
  @ParameterizedTest
  @CsvSource({"250, 10, 10, 2410", "100, 10, 3, 280", "50, 1, 1, 50", "7, 7, 5, 7", "8, 7, 5, 36"})
  void networkCallsAreThoseOfRePaint(int count, int jump, int resamplings, int calls) {
    assertThat(steps(DDPM, count, jump, resamplings).stream().filter(SamplingStep::callsNetwork))
        .hasSize(calls);
  }

  @Test
  void theWayTurnsWhereRePaintTurns() {
    String way =
        steps(DDPM, 5, 2, 2).stream()
            .map(step -> (int) step.t() + ">" + (int) step.next())
            .collect(Collectors.joining(" "));

    assertThat(way)
        .isEqualTo(
            "1000>800 800>600 600>1000 1000>800 800>600 600>400 400>200 200>600 600>400 400>200"
                + " 200>0");
  }

  @Test
  void eachStepStartsWhereTheOneBeforeEndedAndTheLastEndsClean() {
    List<SamplingStep> steps = steps(DDPM, 30, 4, 3);
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).t()).isEqualTo(steps.get(i - 1).next());
      assertThat(steps.get(i).alphaBar()).isEqualTo(steps.get(i - 1).nextAlphaBar());
    }
    assertThat(steps.get(steps.size() - 1).nextAlphaBar()).isEqualTo(1);
  }

  @Test
  void noTwoStepsHaveTheSameNoiseAndFirstVisitsHaveThatOfTheirTime() {
    List<SamplingStep> steps = steps(DDPM, 100, 10, 3);

    assertThat(steps).extracting(SamplingStep::stream).doesNotHaveDuplicates();
    assertThat(steps.get(0).stream()).isEqualTo(1000);
    assertThat(steps.get(5).stream()).isEqualTo(950);
  }

  /** If x_t has the distribution of noised Gaussian data, so has x_u after going up. */
  @Test
  void goingUpKeepsTheMarginals() {
    GaussianData data = new GaussianData(0.3, 0.25);
    for (SamplingStep step : steps(DDPM, 100, 10, 2)) {
      if (!step.callsNetwork()) {
        double factor = step.x().get(0);
        assertThat(factor * data.meanAt(step.alphaBar()))
            .isCloseTo(data.meanAt(step.nextAlphaBar()), within(1e-12));
        double variance =
            factor * factor * data.varianceAt(step.alphaBar()) + step.noise() * step.noise();
        assertThat(variance).isCloseTo(data.varianceAt(step.nextAlphaBar()), within(1e-12));
      }
    }
  }

  /** Travelling neither spoils nor mends the variance: it stays that of the steps down alone. */
  @Test
  void gaussianDataComeOutAsWithoutTravelling() {
    GaussianData data = new GaussianData(0.3, 0.25);
    List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, 100);
    for (Sampler sampler : List.of(DDPM, new DdimSampler(0), DpmSolver.plusPlus(2))) {
      GaussianData plain = data.sampled(sampler.steps(LINEAR, times));
      GaussianData travelled = data.sampled(steps(sampler, 100, 10, 3));
      assertThat(travelled.mean()).isCloseTo(0.3, within(1e-9));
      assertThat(travelled.variance()).isCloseTo(plain.variance(), within(0.01));
    }
  }

  @Test
  void jumpsAndResamplingsBelowOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeTravel(DDPM, 0, 1))
        .withMessage("jump must be 1 or more, but is 0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeTravel(DDPM, 1, 0))
        .withMessage("resamplings must be 1 or more, but is 0.");
  }
}
