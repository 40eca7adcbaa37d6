package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DdimSamplerTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  private static final TimePoint AT_800 = TimePoint.at(LINEAR, 800);
  private static final TimePoint AT_300 = TimePoint.at(LINEAR, 300);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50, 1000})
  void withEtaOneItIsDdpm(int count) {
    List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
    List<SamplingStep> ddim = new DdimSampler(1).steps(LINEAR, times);
    List<SamplingStep> ddpm = new DdpmSampler(Variance.FIXED_SMALL).steps(LINEAR, times);
    for (int i = 0; i < count; i++) {
      SamplingStep step = ddim.get(i);
      assertThat(step.x().get(0)).isCloseTo(ddpm.get(i).x().get(0), within(1e-10));
      assertThat(step.x0().get(0)).isCloseTo(ddpm.get(i).x0().get(0), within(1e-10));
      assertThat(step.noise()).isCloseTo(ddpm.get(i).noise(), within(1e-12));
    }
  }

  @Test
  void withEtaZeroNoStepTakesNoise() {
    List<TimePoint> times = TimestepSpacing.LINSPACE.points(LINEAR, 1000, 50);

    assertThat(new DdimSampler(0).steps(LINEAR, times))
        .extracting(SamplingStep::noise)
        .containsOnly(0.0);
  }

  @Test
  void theStandardDeviationOfTheNoiseIsProportionalToEta() {
    double full = new DdimSampler(1).step(AT_800, AT_300, 0).noise();

    assertThat(new DdimSampler(0.3).step(AT_800, AT_300, 0).noise())
        .isCloseTo(0.3 * full, within(1e-15));
  }

  /**
   * The probability flow of N(m, v) is x_0 = m + √(v/V)·(x_T − √ᾱ_T·m) with V = ᾱ_T·v + 1 − ᾱ_T. In
   * terms of the angle φ_t = atan2(√(1 − ᾱ_t), √(ᾱ_t·v)) a DDIM step from t to s shrinks x by
   * √(V_s/V_t)·cos(φ_t − φ_s), so the slope of N steps is that of the flow times Π cos Δφ exactly,
   * and 1 − Π cos Δφ ≤ Σ Δφ²/2 = O(1/N).
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.25, 1, 4})
  void itFollowsTheProbabilityFlowUpToTheCosinesOfItsSteps(double v) {
    GaussianData data = new GaussianData(0.3, v);
    double alphaBar = LINEAR.alphaBar(1000);
    double flow = Math.sqrt(v / data.varianceAt(alphaBar));
    for (int count : new int[] {1, 5, 20, 100, 1000}) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(LINEAR, 1000, count);
      double cosines = 1;
      double bound = 0;
      for (int i = 0; i < count; i++) {
        double turn = angle(times.get(i), v) - angle(times.get(i + 1), v);
        cosines *= Math.cos(turn);
        bound += turn * turn / 2;
      }

      Affine map = data.map(new DdimSampler(0).steps(LINEAR, times));

      assertThat(map.slope() / flow).isCloseTo(cosines, within(1e-9));
      assertThat(map.slope() / flow).isBetween(1 - bound - 1e-9, 1 + 1e-9);
      assertThat(map.mean(data.meanAt(alphaBar))).isCloseTo(0.3, within(1e-9));
    }
  }

  private static double angle(TimePoint point, double v) {
    double alphaBar = point.alphaBar();
    return Math.atan2(Math.sqrt(1 - alphaBar), Math.sqrt(alphaBar * v));
  }

  /** Doubling the steps halves the distance from the flow: order 1, within a twentieth. */
  @Test
  void itConvergesToTheProbabilityFlowWithOrderOne() {
    int fine = 16384;
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, fine, 0.1 / fine, 20.0 / fine);
    GaussianData data = new GaussianData(0.3, 0.25);
    double flow = Math.sqrt(0.25 / data.varianceAt(schedule.alphaBar(fine)));
    double last = Double.NaN;
    for (int count = 64; count <= 2048; count *= 2) {
      List<TimePoint> times = TimestepSpacing.TRAILING.points(schedule, fine, count);
      double slope = data.map(new DdimSampler(0).steps(schedule, times)).slope();
      double error = Math.abs(slope / flow - 1);
      if (count > 64) {
        assertThat(Math.log(last / error) / Math.log(2)).isCloseTo(1, within(0.05));
      }
      last = error;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void etasOutsideZeroToOneAreRefused(double eta) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DdimSampler(eta))
        .withMessage("eta must be between 0 and 1, but is " + eta + ".");
  }
}
