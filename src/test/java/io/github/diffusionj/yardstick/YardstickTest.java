package io.github.diffusionj.yardstick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.noise.NoiseField;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class YardstickTest {

  private static Patches noise(long seed, int n, double factor) {
    float[] values = new float[n * 32 * 32];
    for (int i = 0; i < n; i++) {
      new NoiseField(seed).fill(values, i * 32 * 32, i, 0, 1, 32, 32);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) factor;
    }
    return new Patches(values, n, 1, 32);
  }

  @Test
  void thePyramidAddsUpToTheImage() {
    Patches image = noise(1, 2, 1);
    List<Patches> levels = LaplacianPyramid.of(image);
    assertThat(levels).extracting(Patches::size).containsExactly(32, 16);
    float[] sum = LaplacianPyramid.up(levels.get(1)).values();
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i] + levels.get(0).values()[i]).isCloseTo(image.values()[i], within(1e-5f));
    }
  }

  @Test
  void aConstantImageIsOneAtTheCoarsestLevelAlone() {
    float[] grey = new float[32 * 32];
    Arrays.fill(grey, 0.5f);
    List<Patches> levels = LaplacianPyramid.of(new Patches(grey, 1, 1, 32));
    for (float value : levels.get(0).values()) {
      assertThat(value).isCloseTo(0, within(1e-6f));
    }
    assertThat(levels.get(1).values()).containsOnly(0.5f);
  }

  @Test
  void setsOfOneDistributionAreNearAndOthersAreFar() {
    Patches smooth = noise(3, 64, 1);
    for (int i = 0; i < smooth.n(); i++) {
      float[] plane = Filters.gaussian(smooth.part(i, i + 1).values(), 32, 1);
      System.arraycopy(plane, 0, smooth.values(), i * plane.length, plane.length);
    }
    double[] same = SlicedWasserstein.distances(noise(1, 64, 1), noise(2, 64, 1), 1);
    double[] scaled = SlicedWasserstein.distances(noise(1, 64, 1), noise(2, 64, 3), 1);
    double[] other = SlicedWasserstein.distances(noise(1, 64, 1), smooth, 1);
    assertThat(same[0]).isLessThan(60);
    assertThat(scaled[0]).as("normalised").isLessThan(60);
    assertThat(other[0]).isGreaterThan(3 * same[0]);
  }

  @Test
  void filtersKeepAConstantAndLowerNoise() {
    float[] grey = new float[32 * 32];
    Arrays.fill(grey, 0.25f);
    assertThat(Filters.gaussian(grey, 32, 1.3)).containsExactly(grey, within(1e-6f));
    assertThat(Filters.nonLocalMeans(grey, 32, 0.1, 0.1, 2, 5))
        .containsExactly(grey, within(1e-6f));
    float[] noisy = noise(1, 1, 0.1).values();
    assertThat(power(Filters.gaussian(noisy, 32, 1))).isLessThan(power(noisy) / 5);
    assertThat(power(Filters.nonLocalMeans(noisy, 32, 0.1, 0.1, 2, 5)))
        .isLessThan(power(noisy) / 5);
  }

  private static double power(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return sum;
  }
}
