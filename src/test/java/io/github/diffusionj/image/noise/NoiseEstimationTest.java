package io.github.diffusionj.image.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates on pictures whose noise is known; the table in docs/restore.md has these errors. */
class NoiseEstimationTest {

  private static final int SIZE = 192;
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  private static float[] scene(double dark, double bright) {
    return SyntheticScene.clean(SIZE, SIZE, dark, bright);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 15, 25, 50})
  void sigmaIsFoundToTwoPercentUnderStructure(double sigma) {
    float[] noisy = SyntheticScene.gaussian(scene(20, 220), sigma, 1);
    assertThat(GaussianNoise.sigma(noisy, SIZE, SIZE))
        .isCloseTo(sigma, Percentage.withPercentage(2));
  }

  @Test
  void littleNoiseIsFoundToTenPercent() {
    float[] noisy = SyntheticScene.gaussian(scene(20, 220), 1, 1);
    assertThat(GaussianNoise.sigma(noisy, SIZE, SIZE)).isCloseTo(1, Percentage.withPercentage(10));
  }

  @Test
  void pixelsAtTheLimitOfTheCameraAreLeftOut() {
    float[] noisy = SyntheticScene.gaussian(scene(20, 240), 15, 1);
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = Math.round(Math.max(0, Math.min(255, noisy[i])));
    }
    assertThat(GaussianNoise.sigma(noisy, SIZE, SIZE)).isCloseTo(15, Percentage.withPercentage(5));
  }

  /** Of more than a million pixels not all are looked at, but of each column as many. */
  @Test
  void everyColumnOfALargePlaneCounts() {
    int width = 1024;
    int height = 1100;
    float[] noise = SyntheticScene.gaussian(new float[width * height], 10, 1);
    float[] even = noise.clone();
    float[] odd = noise.clone();
    for (int i = 0; i < noise.length; i++) {
      (i % 2 == 0 ? odd : even)[i] = 0;
    }
    assertThat(GaussianNoise.sigma(noise, width, height))
        .isCloseTo(10, Percentage.withPercentage(0.5));
    assertThat(GaussianNoise.sigma(even, width, height))
        .isCloseTo(GaussianNoise.sigma(odd, width, height), Percentage.withPercentage(1));
  }

  @Test
  void aRampHasNoNoise() {
    float[] ramp = new float[SIZE * SIZE];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = 3f * (i % SIZE) + 2f * (i / SIZE);
    }
    assertThat(GaussianNoise.sigma(ramp, SIZE, SIZE)).isCloseTo(0, within(1e-3));
  }

  @Test
  void anImageTooSmallHasNone() {
    assertThat(GaussianNoise.sigma(new float[] {1, 5, 2, 8}, 2, 2)).isZero();
  }

  private static PoissonGaussianNoise fit(
      float[] plane, OptionalDouble gain, double origin, OptionalDouble variance) {
    return PoissonGaussianNoise.fit(plane, SIZE, SIZE, gain, origin, variance);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 2", "4, 100, 6", "0.5, 10, 1"})
  void theLineOfTheVarianceIsFound(double gain, double offset, double read) {
    float[] clean = scene(offset + 20 * gain, offset + 200 * gain);
    PoissonGaussianNoise found =
        fit(SyntheticScene.camera(clean, gain, offset, read, 2), UNKNOWN, 0, UNKNOWN);
    double middle = offset + 60 * gain;
    double expected = gain * 60 * gain + read * read;
    assertThat(found.gain()).isCloseTo(gain, Percentage.withPercentage(12));
    assertThat(found.at(middle)).isCloseTo(expected, Percentage.withPercentage(10));
  }

  /** With some three photons a pixel many of them are 0, which is no limit of the camera then. */
  @Test
  void hardlyAnyLightSuffices() {
    float[] noisy = SyntheticScene.camera(scene(10, 14), 4, 0, 0, 2);
    PoissonGaussianNoise found = fit(noisy, UNKNOWN, 0, OptionalDouble.of(0));
    assertThat(found.gain()).isCloseTo(4, Percentage.withPercentage(15));
  }

  @Test
  void whatIsGivenIsTaken() {
    float[] noisy = SyntheticScene.camera(scene(120, 900), 4, 100, 6, 2);
    PoissonGaussianNoise throughOrigin = fit(noisy, UNKNOWN, 100, OptionalDouble.of(36));
    assertThat(throughOrigin.at(100)).isCloseTo(36, within(1e-9));
    assertThat(throughOrigin.gain()).isCloseTo(4, Percentage.withPercentage(6));
    PoissonGaussianNoise withGain = fit(noisy, OptionalDouble.of(4), 0, UNKNOWN);
    assertThat(withGain.gain()).isEqualTo(4);
    assertThat(withGain.at(300)).isCloseTo(4 * 200 + 36, Percentage.withPercentage(10));
  }

  @Test
  void noiseThatIsTheSameEverywhereHasHardlyAnyGain() {
    float[] noisy = SyntheticScene.gaussian(scene(20, 220), 15, 4);
    assertThat(fit(noisy, UNKNOWN, 0, UNKNOWN).gain()).isBetween(0.0, 0.2);
  }

  @Test
  void aTinyImageIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PoissonGaussianNoise.fit(new float[9], 3, 3, UNKNOWN, 0, UNKNOWN))
        .withMessageContaining("too small to estimate its noise");
  }

  @Test
  void whatIsAlikeIsMovedAsTheMeanIs() {
    float[] noisy = new float[2 * SIZE * SIZE];
    Arrays.fill(noisy, 10);
    Arrays.fill(noisy, SIZE * SIZE, noisy.length, 70);
    float[] clean = new float[noisy.length];
    float[] other = new float[noisy.length];
    MeanCorrection.apply(noisy, clean, List.of(other), SIZE, SIZE);
    assertThat(other).isEqualTo(clean);
    assertThat(clean[clean.length / 2]).isCloseTo(70, within(1e-3f));
    assertThat(clean[clean.length / 2 - 1]).isCloseTo(10, within(1e-3f));
  }

  /** 2.8 % of the noise come back in the middle, and twice as much where edges are repeated. */
  @Test
  void theCorrectionGivesBackASlowDifferenceAndHardlyAnyNoise() {
    float[] clean = scene(20, 220);
    float[] noisy = SyntheticScene.gaussian(clean, 20, 3);
    float[] dim = clean.clone();
    for (int i = 0; i < dim.length; i++) {
      dim[i] -= 12;
    }
    MeanCorrection.apply(noisy, dim, List.of(), SIZE, SIZE);
    double squares = 0;
    for (int i = 0; i < dim.length; i++) {
      squares += (dim[i] - clean[i]) * (dim[i] - clean[i]);
    }
    assertThat(Math.sqrt(squares / dim.length)).isLessThan(0.05 * 20);
  }
}
