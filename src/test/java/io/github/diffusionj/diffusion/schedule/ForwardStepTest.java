package io.github.diffusionj.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Sample;
import io.github.diffusionj.diffusion.noise.NoiseField;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardStepTest {

  private static final NoiseSchedule LINEAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);

  @ParameterizedTest
  @EnumSource
  void theChainHasTheMeanAndVarianceOfTheOneStepForm(ScheduleType type) {
    NoiseSchedule schedule = NoiseSchedule.of(type, 1000, 1e-4, 0.02);
    double mean = 1; // of x_t, in units of x_0
    double variance = 0;
    for (int t = 1; t <= 1000; t++) {
      ForwardStep link = ForwardStep.between(schedule, t - 1, t);
      mean *= link.signal();
      variance = link.signal() * link.signal() * variance + link.noise() * link.noise();
      ForwardStep oneStep = ForwardStep.between(schedule, 0, t);
      assertThat(mean).isCloseTo(oneStep.signal(), within(1e-12));
      assertThat(variance).isCloseTo(oneStep.noise() * oneStep.noise(), within(1e-12));
    }
  }

  /** Over n pixels a mean is within 5σ/√n and a variance within 5σ²·√(2/n) of the true one. */
  @Test
  void pixelsNoisedAlongTheChainHaveTheMeanAndVarianceOfTheOneStepForm() {
    int n = 128 * 128;
    int last = 200;
    float[] x = new float[n];
    Arrays.fill(x, 0.6f);
    float[] noise = new float[n];
    NoiseField field = new NoiseField(11);
    for (int t = 1; t <= last; t++) {
      field.fill(noise, 0, 0, t, 1, 128, 128);
      ForwardStep.between(LINEAR, t - 1, t).apply(x, noise, x);
    }

    ForwardStep oneStep = ForwardStep.between(LINEAR, 0, last);
    Sample sample = Sample.of(x);
    assertThat(sample.mean())
        .isCloseTo(0.6 * oneStep.signal(), within(5 * oneStep.noise() / Math.sqrt(n)));
    assertThat(sample.variance() / (oneStep.noise() * oneStep.noise()))
        .isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
  }

  @Test
  void oneLinkOfTheChainIsGivenByAlphaAndBeta() {
    ForwardStep link = ForwardStep.between(LINEAR, 499, 500);

    assertThat(link.signal()).isCloseTo(Math.sqrt(LINEAR.alpha(500)), within(1e-15));
    assertThat(link.noise()).isCloseTo(Math.sqrt(LINEAR.beta(500)), within(1e-13));
  }

  @Test
  void noStepAtAllLeavesTheImageAsItIs() {
    assertThat(ForwardStep.between(LINEAR, 0, 0)).isEqualTo(new ForwardStep(1, 0));
    assertThat(ForwardStep.between(LINEAR, 700, 700)).isEqualTo(new ForwardStep(1, 0));
  }

  @Test
  void applyScalesImageAndNoise() {
    float[] out = new float[3];
    new ForwardStep(0.5, 2).apply(new float[] {1, -2, 0}, new float[] {0, 1, -3}, out);

    assertThat(out).containsExactly(0.5f, 1f, -6f);
  }

  @Test
  void arraysOfDifferentLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ForwardStep(1, 0).apply(new float[3], new float[2], new float[3]))
        .withMessage(
            "image, noise and result must have the same number of values, but have 3, 2 and 3.");
  }

  @Test
  void goingBackIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForwardStep.between(LINEAR, 500, 400))
        .withMessage("noising must go to t = 500 or later, but goes back to t = 400.");
  }

  @Test
  void timesOutsideTheScheduleAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForwardStep.between(LINEAR, 0, 1001))
        .withMessage("t must be between 0 and 1000, but is 1001.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForwardStep.between(LINEAR, -1, 10))
        .withMessage("t must be between 0 and 1000, but is -1.");
  }
}
