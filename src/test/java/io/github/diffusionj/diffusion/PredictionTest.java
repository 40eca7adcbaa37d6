package io.github.diffusionj.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionTest {

  private static final double X0 = 0.3;
  private static final double EPS = -1.2;

  /** From nearly pure noise to nearly pure image. */
  private static final double[] ALPHA_BARS = {4e-5, 0.1, 0.5, 0.9, 0.9999};

  static Stream<Arguments> pairs() {
    return Arrays.stream(Prediction.values())
        .flatMap(a -> Arrays.stream(Prediction.values()).map(b -> Arguments.of(a, b)));
  }

  /** The definitions, given both the image and the noise. */
  private static double quantity(Prediction prediction, double alphaBar) {
    return switch (prediction) {
      case EPSILON -> EPS;
      case SAMPLE -> X0;
      case V_PREDICTION -> Math.sqrt(alphaBar) * EPS - Math.sqrt(1 - alphaBar) * X0;
      case SCORE -> -EPS / Math.sqrt(1 - alphaBar);
    };
  }

  private static double noisy(double alphaBar) {
    return Math.sqrt(alphaBar) * X0 + Math.sqrt(1 - alphaBar) * EPS;
  }

  /** Dividing by √ᾱ or √(1 − ᾱ), at least 0.006 here, costs at most three of sixteen digits. */
  @ParameterizedTest
  @MethodSource("pairs")
  void everyQuantityFollowsFromEveryOther(Prediction from, Prediction to) {
    for (double alphaBar : ALPHA_BARS) {
      Linear linear = from.to(to, alphaBar);
      double result = linear.x() * noisy(alphaBar) + linear.output() * quantity(from, alphaBar);
      assertThat(result).isCloseTo(quantity(to, alphaBar), within(1e-10));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void thereAndBackIsTheIdentity(Prediction from, Prediction to) {
    for (double alphaBar : ALPHA_BARS) {
      Linear there = from.to(to, alphaBar);
      Linear back = to.to(from, alphaBar);
      assertThat(back.x() + back.output() * there.x()).isCloseTo(0, within(1e-8));
      assertThat(back.output() * there.output()).isCloseTo(1, within(1e-8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheNetworkPutsOutNeedsNoConversionToItself(Prediction prediction) {
    assertThat(prediction.to(prediction, 0.25)).isEqualTo(new Linear(0, 1));
  }

  /** Of a normal with mean √ᾱ·x_0 and variance 1 − ᾱ. */
  @Test
  void theScoreIsTheSlopeOfTheLogDensity() {
    double alphaBar = 0.7;
    double x = noisy(alphaBar);
    double h = 1e-5;
    double slope = (logDensity(x + h, alphaBar) - logDensity(x - h, alphaBar)) / (2 * h);
    Linear linear = Prediction.EPSILON.to(Prediction.SCORE, alphaBar);

    assertThat(linear.x() * x + linear.output() * EPS).isCloseTo(slope, within(1e-9));
  }

  private static double logDensity(double x, double alphaBar) {
    double d = x - Math.sqrt(alphaBar) * X0;
    return -d * d / (2 * (1 - alphaBar));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 2, Double.NaN})
  void alphaBarsAtWhichAQuantityIsUndefinedAreRefused(double alphaBar) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prediction.EPSILON.to(Prediction.SAMPLE, alphaBar))
        .withMessage("alpha_bar must be greater than 0 and less than 1, but is " + alphaBar + ".");
  }
}
