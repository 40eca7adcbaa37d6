package io.github.diffusionj.diffusion.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalCdfTest {

  /** Values of Wichura 1988 and Abramowitz and Stegun, table 26.2, to the digits given there. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1, 0.841344746068543",
    "2, 0.977249868051821",
    "-1, 0.158655253931457",
    "-2.5, 6.20966532577613e-3",
    "-3, 1.34989803163009e-3",
    "-4, 3.16712418331199e-5",
    "-5, 2.86651571879194e-7",
    "-10, 7.61985302416053e-24",
  })
  void agreesWithTables(double x, double expected) {
    assertThat(Math.exp(NormalCdf.log(x))).isCloseTo(expected, withinPercentage(1e-10));
  }

  @Test
  void farOutTheLogarithmIsThatOfItsAsymptote() {
    double x = 1000;
    double expected =
        -x * x / 2 - Math.log(x * Math.sqrt(2 * Math.PI)) + Math.log1p(-1 / (x * x) + 3 / 1e12);
    assertThat(NormalCdf.log(-x)).isCloseTo(expected, within(1e-9));
  }

  /** Simpson's rule over the density, on both sides of where the methods change. */
  @ParameterizedTest
  @CsvSource({"-0.3, 0.2", "2.7, 2.9", "-2.9, -2.7", "5, 5.5", "-40, -39.5", "-1, 4"})
  void betweenIsTheIntegralOfTheDensity(double a, double b) {
    int parts = 2000;
    double width = (b - a) / parts;
    double peak = a * b < 0 ? 0 : Math.min(a * a, b * b) / 2;
    double sum = 0;
    for (int i = 0; i <= parts; i++) {
      double x = a + i * width;
      double weight = i == 0 || i == parts ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(peak - x * x / 2);
    }
    double expected = Math.log(sum * width / 3 / Math.sqrt(2 * Math.PI)) - peak;
    assertThat(NormalCdf.logBetween(a, b)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void thereIsSomewhere() {
    assertThat(NormalCdf.logBetween(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).isZero();
    assertThat(NormalCdf.logBetween(Double.NEGATIVE_INFINITY, 0)).isEqualTo(Math.log(0.5));
    assertThat(NormalCdf.logBetween(0, Double.POSITIVE_INFINITY)).isEqualTo(Math.log(0.5));
  }
}
