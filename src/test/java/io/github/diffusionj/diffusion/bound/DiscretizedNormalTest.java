package io.github.diffusionj.diffusion.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscretizedNormalTest {

  @ParameterizedTest
  @CsvSource({"256, 0.1, 0.01", "256, -0.99, 0.001", "256, 1.2, 0.5", "65536, 0.3, 0.0001"})
  void theProbabilitiesOfAllLevelsSumToOne(int levels, double mean, double deviation) {
    DiscretizedNormal normal = new DiscretizedNormal(-1, 2.0 / (levels - 1), levels);
    double sum = 0;
    for (int level = 0; level < levels; level++) {
      double value = -1 + level * normal.step();
      sum += Math.exp(normal.logProbability(value, mean, deviation));
    }
    assertThat(sum).isCloseTo(1, within(1e-10));
  }

  @Test
  void aNarrowBinHasItsWidthTimesTheDensity() {
    DiscretizedNormal normal = new DiscretizedNormal(-1, 2.0 / 65535, 65536);
    double value = -1 + 40000 * normal.step();
    double density = Math.exp(-0.5 * Math.pow((value - 0.2) / 0.3, 2)) / 0.3;
    assertThat(normal.logProbability(value, 0.2, 0.3))
        .isCloseTo(Math.log(normal.step() * density / Math.sqrt(2 * Math.PI)), within(1e-8));
  }

  @Test
  void aMeanFarFromTheValueCostsManyBitsButNotInfinitelyMany() {
    DiscretizedNormal normal = new DiscretizedNormal(-1, 2.0 / 255, 256);
    double cost = -normal.logProbability(1 - normal.step(), -1, 0.005);
    assertThat(cost).isBetween(7e4, 8e4);
  }

  @Test
  void oneLevelIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiscretizedNormal(-1, 2, 1))
        .withMessageContaining("at least 2 grey levels");
  }
}
