package io.github.diffusionj.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmptyAreaTest {

  private static final int WIDTH = 100;
  private static final int HEIGHT = 80;

  private static float[] noise(double mean) {
    Random random = new Random(4);
    float[] plane = new float[WIDTH * HEIGHT];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) Math.max(0, Math.rint(mean + 10 * random.nextGaussian()));
    }
    return plane;
  }

  private static EmptyArea area(float[] plane) {
    return EmptyArea.of(plane, WIDTH, HEIGHT);
  }

  @Test
  void aPlaneOfOneValueIsEmptyEverywhere() {
    float[] plane = new float[WIDTH * HEIGHT];
    Arrays.fill(plane, 7);
    assertThat(area(plane).size()).isEqualTo(plane.length);
    assertThat(EmptyArea.everywhere(plane)).isTrue();
    assertThat(EmptyArea.everywhere(noise(100))).isFalse();
  }

  @Test
  void aPlaneOfNoiseIsNotEvenIfItIsCutOff() {
    assertThat(area(noise(100)).size()).isZero();
    assertThat(area(noise(0)).size()).isZero();
  }

  @Test
  void theMissingPartOfAMosaicIsFoundToThePixel() {
    float[] plane = noise(100);
    for (int i = 0; i < plane.length; i++) {
      if (i % WIDTH >= 41 && i / WIDTH < 45) {
        plane[i] = 0;
      }
    }
    EmptyArea area = area(plane);
    assertThat(area.size()).isEqualTo(59 * 45);
    assertThat(area.contains(44 * WIDTH + 41)).isTrue();
    assertThat(area.contains(44 * WIDTH + 40)).isFalse();
    assertThat(area.contains(45 * WIDTH + 41)).isFalse();
  }

  @Test
  void paddingOfOnePixelAlongAnEdgeIsFound() {
    float[] plane = noise(100);
    for (int i = 0; i < plane.length; i++) {
      if (i % WIDTH == WIDTH - 1 || i / WIDTH < 3) {
        plane[i] = 0;
      }
    }
    assertThat(area(plane).size()).isEqualTo(3 * WIDTH + HEIGHT - 3);
  }

  @Test
  void aSmallBlackSpotIsImage() {
    float[] plane = noise(100);
    for (int i = 0; i < plane.length; i++) {
      if (Math.hypot(i % WIDTH - 50, i / WIDTH - 40) < 15) {
        plane[i] = 0;
      }
    }
    assertThat(area(plane).size()).isZero();
  }
}
