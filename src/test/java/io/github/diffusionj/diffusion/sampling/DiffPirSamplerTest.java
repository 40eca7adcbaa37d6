package io.github.diffusionj.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffPirSamplerTest {

  private static final TimePoint FROM = new TimePoint(500, 0.2);
  private static final TimePoint TO = new TimePoint(300, 0.6);

  @Test
  void withoutNewNoiseItIsDdim() {
    assertThat(new DiffPirSampler(0).step(FROM, TO, 500))
        .isEqualTo(new DdimSampler(0).step(FROM, TO, 500));
  }

  @Test
  void withNewNoiseAloneTheEstimateIsNoisedAfresh() {
    SamplingStep step = new DiffPirSampler(1).step(FROM, TO, 500);
    assertThat(step.x()).containsExactly(0.0);
    assertThat(step.x0().get(0)).isCloseTo(Math.sqrt(0.6), within(1e-15));
    assertThat(step.noise()).isCloseTo(Math.sqrt(0.4), within(1e-15));
  }

  /** For any x_t = √ᾱ·x_0 + √(1 − ᾱ)·ε, x_s has the same x_0 and noise of variance 1 − ᾱ_s. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void aPerfectEstimateGivesTheNoiseOfTheNextTime(double zeta) {
    SamplingStep step = new DiffPirSampler(zeta).step(FROM, TO, 500);
    double x = step.x().get(0);
    double ofClean = step.x0().get(0) + x * Math.sqrt(0.2);
    double variance = x * x * 0.8 + step.noise() * step.noise();
    assertThat(ofClean).isCloseTo(Math.sqrt(0.6), within(1e-12));
    assertThat(variance).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void sharesOutsideOfZeroToOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiffPirSampler(1.5))
        .withMessage("zeta must be between 0 and 1, but is 1.5.");
  }
}
