package io.github.diffusionj.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Sample;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics are over n numbers and may be off by five standard errors. */
class NoiseFieldTest {

  private static final int SIDE = 1024;
  private static final int N = SIDE * SIDE;
  private static final double FIVE_SIGMA = 5 / Math.sqrt(N);

  private static float[] field(long seed, long image, int stream) {
    float[] out = new float[N];
    new NoiseField(seed).fill(out, 0, image, stream, 1, SIDE, SIDE);
    return out;
  }

  @Test
  void theMomentsAreThoseOfTheStandardNormal() {
    Sample sample = Sample.of(field(42, 0, 0));

    assertThat(sample.mean()).isCloseTo(0, within(FIVE_SIGMA));
    assertThat(sample.variance()).isCloseTo(1, within(FIVE_SIGMA * Math.sqrt(2)));
    assertThat(sample.skewness()).isCloseTo(0, within(FIVE_SIGMA * Math.sqrt(6)));
    assertThat(sample.kurtosis()).isCloseTo(3, within(FIVE_SIGMA * Math.sqrt(24)));
  }

  /** Values of the normal distribution function. */
  @ParameterizedTest
  @CsvSource({
    "-4, 3.167124183311992e-5",
    "-3, 0.0013498980316300933",
    "-2, 0.0227501319481792",
    "-1, 0.15865525393145705",
    "-0.3, 0.3820885778110474",
    "0, 0.5",
    "0.7, 0.758036347776927",
    "2.5, 0.9937903346742238"
  })
  void theShareOfNumbersBelowAThresholdIsThatOfTheStandardNormal(double threshold, double share) {
    int below = 0;
    for (float value : field(-5, 3, 7)) {
      below += value < threshold ? 1 : 0;
    }

    double sigma = Math.sqrt(share * (1 - share) / N);
    assertThat((double) below / N).isCloseTo(share, within(5 * sigma));
  }

  @Test
  void neighboursAreNotCorrelated() {
    float[] noise = field(1, 0, 0);
    for (int lag : new int[] {1, 2, 3, 4, 5, SIDE, SIDE + 1, 4 * SIDE}) {
      float[] shifted = Arrays.copyOfRange(noise, lag, N);
      float[] kept = Arrays.copyOf(noise, N - lag);
      assertThat(Sample.correlation(kept, shifted))
          .as("lag %d", lag)
          .isCloseTo(0, within(FIVE_SIGMA));
    }
  }

  @Test
  void squaresOfNeighboursAreNotCorrelated() {
    float[] noise = field(1, 0, 0);
    float[] squares = new float[N];
    for (int i = 0; i < N; i++) {
      squares[i] = (noise[i] * noise[i] - 1) / (float) Math.sqrt(2);
    }
    for (int lag : new int[] {1, 2, 3, 4, SIDE}) {
      float[] shifted = Arrays.copyOfRange(squares, lag, N);
      float[] kept = Arrays.copyOf(squares, N - lag);
      assertThat(Sample.correlation(kept, shifted))
          .as("lag %d", lag)
          .isCloseTo(0, within(FIVE_SIGMA));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "another seed, 8, 0, 0",
    "a seed that differs in the highest bit, -9223372036854775801, 0, 0",
    "a seed that differs in bit 32, 4294967303, 0, 0",
    "the opposite seed, -7, 0, 0",
    "another image, 7, 1, 0",
    "an image that differs in bit 31, 7, 2147483648, 0",
    "another stream, 7, 0, 1",
    "a far stream, 7, 0, 2147483647"
  })
  void fieldsAreNotCorrelatedWithThatOf(String what, long seed, long image, int stream) {
    assertThat(Sample.correlation(field(7, 0, 0), field(seed, image, stream)))
        .as(what)
        .isCloseTo(0, within(FIVE_SIGMA));
  }

  @Test
  void channelsAreNotCorrelated() {
    float[] both = new float[2 * N];
    new NoiseField(3).fill(both, 0, 0, 0, 2, SIDE, SIDE);

    assertThat(Sample.correlation(Arrays.copyOf(both, N), Arrays.copyOfRange(both, N, 2 * N)))
        .isCloseTo(0, within(FIVE_SIGMA));
  }

  @Test
  void aWindowIsThePartOfTheWhole() {
    NoiseField field = new NoiseField(99);
    int channels = 3;
    int height = 9;
    int width = 21;
    float[] whole = new float[channels * height * width];
    field.fill(whole, 0, 5, 17, channels, height, width);
    for (int x0 = 0; x0 < 9; x0++) {
      for (int w = 1; x0 + w <= width; w++) {
        float[] window = new float[channels * 4 * w];
        field.fillWindow(window, 0, 5, 17, channels, 3, x0, 4, w);
        assertThat(window).isEqualTo(part(whole, channels, height, width, 3, x0, 4, w));
      }
    }
  }

  private static float[] part(
      float[] whole, int channels, int height, int width, int y0, int x0, int h, int w) {
    float[] part = new float[channels * h * w];
    for (int row = 0; row < channels * h; row++) {
      int from = (row / h * height + y0 + row % h) * width + x0;
      System.arraycopy(whole, from, part, row * w, w);
    }
    return part;
  }

  @Test
  void anImageHasTheSameNoiseInAnyBatch() {
    NoiseField field = new NoiseField(1234);
    int size = 2 * 5 * 6;
    float[] batch = new float[3 * size + 1];
    for (int image = 0; image < 3; image++) {
      field.fill(batch, 1 + image * size, image, 250, 2, 5, 6);
    }
    float[] alone = new float[size];
    field.fill(alone, 0, 2, 250, 2, 5, 6);

    assertThat(Arrays.copyOfRange(batch, 1 + 2 * size, batch.length)).isEqualTo(alone);
    assertThat(batch[0]).isZero();
  }

  /** Box–Muller of the known answer 6627e8d5 e169c58d bc57ac4c 9b00dbd8 for counter 0 and key 0. */
  @Test
  void theFirstNumbersOfSeedZeroAreThoseOfThePublishedPhiloxBlock() {
    float[] out = new float[4];
    new NoiseField(0).fill(out, 0, 0, 0, 1, 1, 4);

    assertThat(out)
        .containsExactly(
            new float[] {0.991138f, -0.924663f, -0.617609f, -0.482069f}, within(1e-6f));
  }

  /** So that a seed in an old macro keeps its noise. */
  @Test
  void theCounterIsLaidOutAsDocumented() {
    float[] out = new float[6];
    new NoiseField(0xFEDCBA9876543210L)
        .fillWindow(out, 0, 0x89ABCDEFL, 0x12345, 6, 0x0A0B0C, 0x1020304, 1, 1);
    int[] words = new int[4];
    long low = 5L << 48 | 0x0A0B0CL << 24 | 0x1020304L / 4;
    Philox.block(0xFEDCBA9876543210L, low, 0x89ABCDEF_00012345L, words);
    double u = (Integer.toUnsignedLong(words[0]) + 0.5) / 4294967296.0;
    double v = (Integer.toUnsignedLong(words[1]) + 0.5) / 4294967296.0;

    assertThat((double) out[5])
        .isCloseTo(Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v), within(1e-6));
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    NoiseField field = new NoiseField(1);
    float[] out = new float[16];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.fill(out, 0, -1, 0, 1, 4, 4))
        .withMessage("the index of the image must be between 0 and 4294967295, but is -1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.fill(out, 0, 0, -1, 1, 4, 4))
        .withMessage("the stream of noise must be between 0 and 2147483647, but is -1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.fill(out, 0, 0, 0, 65537, 4, 4))
        .withMessage("the number of channels must be between 1 and 65536, but is 65537.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.fillWindow(out, 0, 0, 0, 1, -1, 0, 4, 4))
        .withMessage("the first row must be between 0 and 16777215, but is -1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.fillWindow(out, 0, 0, 0, 1, 0, 1, 4, 0))
        .withMessage("the number of columns must be between 1 and 67108863, but is 0.");
  }

  @Test
  void anArrayThatIsTooShortIsRefusedBeforeAnythingIsWritten() {
    float[] out = new float[16];

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new NoiseField(1).fill(out, 1, 0, 0, 1, 4, 4));
    assertThat(out).containsOnly(0f);
  }
}
