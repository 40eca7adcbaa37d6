package io.github.diffusionj.image.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against closed forms and the numbers of scikit-image, from src/test/python/quality.py. */
class QualityTest {

  private static final double TOLERANCE = 1e-6;

  /** What the script wrote of one pair of images. */
  record Case(int width, int height, double noise, double psnr, double ssim, double correlation) {

    float[] clean() {
      float[] values = new float[width * height];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) wave(i);
      }
      return values;
    }

    float[] noisy() {
      float[] values = new float[width * height];
      long state = 12345;
      for (int i = 0; i < values.length; i++) {
        state = (state * 1103515245 + 12345) % (1L << 31);
        values[i] = (float) (wave(i) + noise * (state / (double) (1L << 31) - 0.5));
      }
      return values;
    }

    private double wave(int i) {
      return 127 + 80 * Math.sin(i % width / 5.0) * Math.cos(i / width / 7.0);
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = QualityTest.class.getResourceAsStream("/quality/reference.json");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return Arrays.stream(new Gson().fromJson(reader, Case[].class));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allThreeAgreeWithScikitImage(Case reference) {
    Quality quality =
        Quality.of(
            reference.clean(), reference.noisy(), reference.width(), reference.height(), 255);
    assertThat(quality.psnr()).isCloseTo(reference.psnr(), within(TOLERANCE));
    assertThat(quality.ssim()).isCloseTo(reference.ssim(), within(TOLERANCE));
    assertThat(quality.correlation()).isCloseTo(reference.correlation(), within(TOLERANCE));
  }

  @Test
  void anImageIsLikeItself() {
    float[] values = new Case(20, 15, 0, 0, 0, 0).clean();
    assertThat(Quality.of(values, values.clone(), 20, 15, 255))
        .isEqualTo(new Quality(Double.POSITIVE_INFINITY, 1, 1));
  }

  @Test
  void theSsimOfTwoConstantImagesIsThatOfTheirMeansAlone() {
    float[] dark = new float[12 * 12];
    float[] bright = new float[12 * 12];
    Arrays.fill(dark, 10);
    Arrays.fill(bright, 30);
    double c1 = 0.01 * 255 * 0.01 * 255;
    assertThat(Ssim.of(dark, bright, 12, 12, 255))
        .isCloseTo((2 * 10 * 30 + c1) / (10 * 10 + 30 * 30 + c1), within(1e-9));
  }

  @Test
  void theSsimOfSeveralPlanesIsTheirMean() {
    Case one = new Case(16, 12, 50, 0, 0, 0);
    float[] clean = one.clean();
    float[] twice = Arrays.copyOf(clean, 2 * clean.length);
    System.arraycopy(clean, 0, twice, clean.length, clean.length);
    float[] half = twice.clone();
    System.arraycopy(one.noisy(), 0, half, clean.length, clean.length);
    double alone = Ssim.of(clean, one.noisy(), 16, 12, 255);
    assertThat(Ssim.of(twice, half, 16, 12, 255)).isCloseTo((1 + alone) / 2, within(1e-12));
  }

  @Test
  void aDifferenceOfOneEverywhereHasThePsnrOfTheRangeAlone() {
    float[] values = {1, 2, 3, 4};
    float[] more = {2, 3, 4, 5};
    assertThat(Psnr.of(values, more, 255)).isCloseTo(20 * Math.log10(255), within(1e-9));
    assertThat(Correlation.of(values, more)).isCloseTo(1, within(1e-12));
    assertThat(Correlation.of(values, new float[] {4, 3, 2, 1})).isCloseTo(-1, within(1e-12));
  }

  @Test
  void anImageSmallerThanTheWindowHasNoSsim() {
    float[] values = new float[10 * 20];
    values[0] = 1;
    assertThat(Quality.of(values, values, 10, 20, 1).ssim()).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ssim.of(values, values, 10, 20, 1))
        .withMessage("SSIM needs images of at least 11 × 11 pixels, but these are 10 × 20.");
  }

  @Test
  void imagesOfDifferentSizeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Psnr.of(new float[3], new float[4], 1))
        .withMessageContaining("the same number of values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Psnr.of(new float[3], new float[3], 0))
        .withMessageContaining("must be above 0");
  }
}
