package io.github.diffusionj.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntensityRangeTest {

  @ParameterizedTest
  @CsvSource({"0, 255", "0, 65535", "-1000, 3095", "0.001, 0.0011", "1e10, 2e10", "-5, -1"})
  void endsAreMinusOneAndOneAndTheMiddleIsZero(double low, double high) {
    IntensityRange range = new IntensityRange(low, high);

    assertThat(range.toModel(low)).isEqualTo(-1, within(1e-12));
    assertThat(range.toModel(high)).isEqualTo(1, within(1e-12));
    assertThat(range.toModel((low + high) / 2)).isEqualTo(0, within(1e-12));
    assertThat(range.fromModel(-1)).isEqualTo(low, within(1e-12 * (high - low)));
    assertThat(range.fromModel(1)).isEqualTo(high, within(1e-12 * (high - low)));
  }

  @Test
  void valuesOutsideTheRangeAreNotClipped() {
    IntensityRange range = new IntensityRange(0, 100);

    assertThat(range.toModel(150)).isEqualTo(2);
    assertThat(range.fromModel(-3)).isEqualTo(-100);
  }

  @Test
  void every16BitValueSurvivesTheWayThereAndBackInFloats() {
    IntensityRange range = new IntensityRange(0, 65535);
    float[] values = new float[65536];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    range.toModel(values);
    assertThat(values[0]).isEqualTo(-1f);
    assertThat(values[65535]).isEqualTo(1f);
    range.fromModel(values);

    for (int i = 0; i < values.length; i++) {
      assertThat(Math.round(values[i])).isEqualTo(i);
    }
  }

  @Test
  void rawChangesNoBit() {
    Random random = new Random(7);
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
    }
    float[] mapped = values.clone();

    IntensityRange.RAW.toModel(mapped);
    assertThat(mapped).containsExactly(values);
    IntensityRange.RAW.fromModel(mapped);
    assertThat(mapped).containsExactly(values);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "NaN, 1", "0, NaN", "0, Infinity", "-1e308, 1e308"})
  void emptyOrEndlessRangesAreRefused(double low, double high) {
    assertThatThrownBy(() -> new IntensityRange(low, high))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("low end of an intensity range");
  }
}
