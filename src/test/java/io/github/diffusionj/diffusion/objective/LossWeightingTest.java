package io.github.diffusionj.diffusion.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossWeightingTest {

  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
  private static final int[] TIMES = {1, 2, 10, 300, 999, 1000};

  @ParameterizedTest
  @EnumSource(
      value = LossWeighting.class,
      names = {"VARIATIONAL", "MIN_SNR"})
  void allPredictionsHaveTheSameObjective(LossWeighting weighting) {
    double x = 0.7;
    double clean = -0.2;
    double guess = 0.3;
    for (int t : TIMES) {
      double expected = Double.NaN;
      for (Prediction prediction : Prediction.values()) {
        // What a network of that kind puts out that means the guess, and what it should.
        Linear output = Prediction.SAMPLE.to(prediction, SCHEDULE.alphaBar(t));
        double error = output.output() * (guess - clean);
        double loss = weighting.weight(prediction, SCHEDULE, t) * error * error;
        if (Double.isNaN(expected)) {
          expected = loss;
        }
        assertThat(loss / expected).as(prediction + " at " + t).isCloseTo(1, within(1e-9));
        assertThat(output.x() * x).isFinite();
      }
    }
  }

  @Test
  void variationalWeightOfTheNoiseIsThatOfHoEtAl() {
    for (int t = 2; t <= 1000; t++) {
      double expected =
          1000
              * SCHEDULE.beta(t)
              * SCHEDULE.beta(t)
              / (2
                  * SCHEDULE.posteriorVariance(t)
                  * SCHEDULE.alpha(t)
                  * (1 - SCHEDULE.alphaBar(t)));
      assertThat(LossWeighting.VARIATIONAL.weight(Prediction.EPSILON, SCHEDULE, t) / expected)
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void variationalWeightOfTheImageIsTheDivergenceOfThePosteriors() {
    // Two normal distributions of variance β̃ whose means differ by the weight of x_0 times d.
    double d = 0.4;
    for (int t : new int[] {2, 10, 300, 1000}) {
      double means = SCHEDULE.posteriorMeanX0(t) * d;
      double divergence = means * means / (2 * SCHEDULE.posteriorVariance(t));
      double loss = LossWeighting.VARIATIONAL.weight(Prediction.SAMPLE, SCHEDULE, t) * d * d;
      assertThat(loss / 1000 / divergence).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void minSnrIsThatOfHangEtAl() {
    for (int t : TIMES) {
      double snr = SCHEDULE.snr(t);
      double least = Math.min(snr, 5);
      assertThat(LossWeighting.MIN_SNR.weight(Prediction.SAMPLE, SCHEDULE, t))
          .isCloseTo(least, within(1e-9));
      assertThat(LossWeighting.MIN_SNR.weight(Prediction.EPSILON, SCHEDULE, t))
          .isCloseTo(least / snr, within(1e-9));
      assertThat(LossWeighting.MIN_SNR.weight(Prediction.V_PREDICTION, SCHEDULE, t))
          .isCloseTo(least / (snr + 1), within(1e-9));
    }
  }

  @Test
  void simpleIsOne() {
    assertThat(LossWeighting.SIMPLE.weight(Prediction.EPSILON, SCHEDULE, 17)).isEqualTo(1);
  }

  @Test
  void anUnknownWeightingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossWeighting.of("exact"))
        .withMessageContaining("simple, variational");
  }
}
