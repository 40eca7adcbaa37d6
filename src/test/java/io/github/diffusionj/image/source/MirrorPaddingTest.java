package io.github.diffusionj.image.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorPaddingTest {

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"1, 8, 8", "8, 8, 8", "9, 8, 16", "100, 32, 128", "7, 1, 7"})
  void sidesGrowToTheNextMultiple(int side, int multiple, int padded) {
    MirrorPadding padding = new MirrorPadding(side, 2 * side, multiple);

    assertThat(padding.paddedWidth()).isEqualTo(padded);
    assertThat(padding.paddedHeight()).isGreaterThanOrEqualTo(2 * side);
    assertThat(padding.paddedHeight() % multiple).isZero();
    assertThat(padding.paddedHeight() - 2 * side).isLessThan(multiple);
  }

  @Test
  void theEdgeIsNotRepeatedAndTheContentIsCentred() {
    float[] padded = new MirrorPadding(5, 1, 8).pad(ramp(5), 1);

    assertThat(padded).hasSize(64);
    assertThat(Arrays.copyOf(padded, 8)).containsExactly(1, 0, 1, 2, 3, 4, 3, 2);
  }

  @Test
  void paddingWiderThanTheContentReflectsAgainAndAgain() {
    float[] padded = new MirrorPadding(3, 1, 16).pad(ramp(3), 1);

    assertThat(Arrays.copyOf(padded, 16))
        .containsExactly(2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1);
  }

  @Test
  void aSinglePixelFillsEverything() {
    assertThat(new MirrorPadding(1, 1, 4).pad(new float[] {7}, 1)).hasSize(16).containsOnly(7);
  }

  @Test
  void rowsAreMirroredLikeColumns() {
    float[] padded = new MirrorPadding(1, 3, 4).pad(ramp(3), 1);

    assertThat(padded).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 8", "5, 3, 8", "16, 16, 16", "3, 21, 16", "2, 1, 32"})
  void croppingUndoesPaddingForSeveralPlanes(int width, int height, int multiple) {
    MirrorPadding padding = new MirrorPadding(width, height, multiple);
    float[] planes = ramp(3 * width * height);

    float[] padded = padding.pad(planes, 3);
    assertThat(padded).hasSize(3 * padding.paddedWidth() * padding.paddedHeight());
    assertThat(padding.crop(padded, 3)).containsExactly(planes);
  }

  @Test
  void planesDoNotLeakIntoEachOther() {
    float[] planes = {1, 1, 1, 1, 2, 2, 2, 2};
    float[] padded = new MirrorPadding(2, 2, 8).pad(planes, 2);

    assertThat(Arrays.copyOfRange(padded, 0, 64)).containsOnly(1);
    assertThat(Arrays.copyOfRange(padded, 64, 128)).containsOnly(2);
  }

  @Test
  void wrongSizesAreRefused() {
    assertThatThrownBy(() -> new MirrorPadding(0, 4, 8)).hasMessageContaining("0, 4 and 8");
    assertThatThrownBy(() -> new MirrorPadding(4, 4, 8).pad(new float[15], 1))
        .hasMessageContaining("must have length 16, not 15");
  }
}
