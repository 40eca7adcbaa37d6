package io.github.diffusionj.image.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.image.pixel.IntensityRange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutliersTest {

  private static final int SIZE = 96;
  private static final double SIGMA = 15;
  private static final IntensityRange USUAL = new IntensityRange(-200, 400);

  private static Map<Integer, Float> in(float[] plane) {
    return Outliers.in(plane, SIZE, SIZE, USUAL, grey -> SIGMA);
  }

  private static float[] scene() {
    return SyntheticScene.gaussian(SyntheticScene.clean(SIZE, SIZE, 20, 220), SIGMA, 1);
  }

  @Test
  void aHotPixelIsFoundWithItsNeighboursMedianAlsoInACorner() {
    float[] plane = scene();
    plane[0] = 65_535;
    plane[40 * SIZE + 30] = 2_000;
    Map<Integer, Float> found = in(plane);
    assertThat(found).containsOnlyKeys(0, 40 * SIZE + 30);
    assertThat(found.values()).allMatch(value -> value < 300);
  }

  @Test
  void aThinTrackIsFound() {
    float[] plane = scene();
    for (int i = 0; i < 6; i++) {
      plane[(20 + i) * SIZE + 50 + i] = 3_000;
      plane[70 * SIZE + 30 + i] = 3_000;
    }
    assertThat(in(plane)).hasSize(12);
  }

  /** A point of light is at least as wide as the lens makes it, here of 0.8 pixels. */
  @Test
  void aBrightSpotThatWentThroughALensIsNone() {
    float[] plane = scene();
    for (int i = 0; i < plane.length; i++) {
      double x = i % SIZE - 50.3;
      double y = i / SIZE - 40.4;
      plane[i] += (float) (5_000 * Math.exp(-(x * x + y * y) / (2 * 0.8 * 0.8)));
    }
    assertThat(in(plane)).isEmpty();
  }

  @Test
  void whatIsInTheUsualRangeIsNone() {
    float[] plane = scene();
    plane[40 * SIZE + 30] = 399;
    assertThat(in(plane)).isEmpty();
  }
}
