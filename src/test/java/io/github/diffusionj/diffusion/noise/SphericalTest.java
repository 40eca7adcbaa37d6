package io.github.diffusionj.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class SphericalTest {

  private static final float[] EAST = {1, 0};
  private static final float[] NORTH = {0, 1};

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5, 1})
  void betweenTwoPointsOfACircleLieThoseOfTheCircle(double lambda) {
    float[] between = Spherical.between(EAST, NORTH, lambda);
    assertThat(between[0]).isCloseTo((float) Math.cos(lambda * Math.PI / 2), within(1e-6f));
    assertThat(between[1]).isCloseTo((float) Math.sin(lambda * Math.PI / 2), within(1e-6f));
  }

  @Test
  void equalOppositeAndZeroVectorsAreTakenStraight() {
    assertThat(Spherical.between(EAST, EAST, 0.3)).containsExactly(EAST, within(1e-6f));
    assertThat(Spherical.between(EAST, new float[] {-1, 0}, 0.25)[0]).isEqualTo(0.5f);
    assertThat(Spherical.between(EAST, new float[2], 0.25)[0]).isEqualTo(0.75f);
  }

  @Test
  void vectorsOfDifferentLengthAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Spherical.between(EAST, new float[3], 0.5))
        .withMessageContaining("2 and 3");
  }
}
