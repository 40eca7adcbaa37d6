package io.github.diffusionj.diffusion.restoration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnscombeTest {

  private static final int DRAWS = 200_000;

  /** Mean and variance of z for photons, gain, offset and read noise. */
  private static double[] moments(Anscombe transform, double photons, double g, double read) {
    Random random = new Random(3);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double y = transform.gain() * poisson(random, photons) + g + read * random.nextGaussian();
      double z = transform.forward(y);
      sum += z;
      squares += z * z;
    }
    double mean = sum / DRAWS;
    return new double[] {mean, squares / DRAWS - mean * mean};
  }

  /** Knuth's method. */
  private static int poisson(Random random, double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 0, 0.5", "20, 1, 0, 0", "100, 2.5, 100, 4", "30, 0.2, 5, 0.3"})
  void theNoiseHasVarianceOneAndTheInverseOfTheMeanIsUnbiased(
      double photons, double gain, double offset, double read) {
    Anscombe transform = new Anscombe(gain, read * read - gain * offset);
    double[] moments = moments(transform, photons, offset, read);
    assertThat(moments[1]).isCloseTo(1, within(0.06));
    double expected = gain * photons + offset;
    assertThat(transform.inverse(moments[0]))
        .isCloseTo(expected, within(0.02 * gain * photons + 0.01 * gain));
  }

  @ParameterizedTest
  @CsvSource({"0.05, 1, 0", "0.3, 1, 0", "1, 3, 20", "2.5, 0.5, -4", "6, 1, 0", "15.9, 2, 0"})
  void theVarianceOfFewPhotonsIsKnown(double photons, double gain, double offset) {
    Anscombe transform = new Anscombe(gain, -gain * offset);
    assertThat(transform.stabilised(gain * photons + offset))
        .isCloseTo(moments(transform, photons, offset, 0)[1], within(0.012));
  }

  @Test
  void withoutLightThereIsNoVarianceAndWithMuchItIsOne() {
    Anscombe transform = new Anscombe(2, -100);
    assertThat(transform.stabilised(50)).isZero();
    assertThat(transform.stabilised(-1000)).isZero();
    assertThat(transform.stabilised(82)).isCloseTo(1, within(0.01));
    assertThat(transform.stabilised(1e6)).isEqualTo(1);
  }

  /** What the algebraic inverse would give is off by about a quarter of a photon. */
  @Test
  void theInverseIsNotTheAlgebraicOne() {
    Anscombe transform = new Anscombe(1, 0);
    double mean = moments(transform, 4, 0, 0)[0];
    double algebraic = mean * mean / 4 - 0.375;
    assertThat(algebraic).isLessThan(3.85);
    assertThat(transform.inverse(mean)).isCloseTo(4, within(0.05));
  }

  @Test
  void forManyPhotonsForwardAndInverseUndoEachOther() {
    Anscombe transform = new Anscombe(2, -150);
    assertThat(transform.inverse(transform.forward(5000))).isCloseTo(5000, within(1.0));
  }

  @Test
  void valuesBelowTheBlackLevelGiveTheLeast() {
    Anscombe transform = new Anscombe(2, -200);
    assertThat(transform.forward(-1e6)).isZero();
    assertThat(transform.inverse(0)).isCloseTo(100, within(1e-9));
  }

  @Test
  void aGainOfZeroIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Anscombe(0, 1))
        .withMessage(
            "the gain must be above 0 and the variance at 0 finite, but they are 0.0 and 1.0.");
  }
}
