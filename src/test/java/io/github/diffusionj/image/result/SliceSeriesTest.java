package io.github.diffusionj.image.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.ImagePlus;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.source.ImageItems;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SliceSeriesTest {

  private static final List<String> LABELS = List.of("a", "b", "c", "d");

  @ParameterizedTest
  @CsvSource({"GREY16, 1", "COLOURED_LUT, 1", "RGB, 1", "RGB, 3", "COMPOSITE8, 1", "COMPOSITE8, 3"})
  void itemsLieInTheirChannelOfEachImage(Kind kind, int channels) {
    ImagePlus image = kind.open();
    ImageItems items = ImageItems.of(image, channels);
    SliceSeries series = SliceSeries.of(items, LABELS, "series");
    int area = Kind.WIDTH * Kind.HEIGHT;
    for (int item = 0; item < items.count(); item++) {
      for (int n = 0; n < LABELS.size(); n++) {
        float[] values = new float[channels * area];
        for (int i = 0; i < values.length; i++) {
          values[i] = 10 * n + item * channels + i / area;
        }
        series.write(item, n, values);
      }
    }
    ImagePlus result = series.finish();

    assertThat(result.getNSlices()).isEqualTo(4);
    assertThat(result.getBitDepth()).isEqualTo(image.getBitDepth());
    ImageItems planes = ImageItems.of(result, 1);
    int count = items.imageChannels();
    for (int plane = 0; plane < planes.count(); plane++) {
      float[] expected = new float[area];
      Arrays.fill(expected, 10 * (plane / count) + plane % count);
      assertThat(planes.read(plane)).containsExactly(expected);
      assertThat(planes.sliceLabel(plane)).hasValue(LABELS.get(plane / count));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"GREY8_STACK", "FLOAT32_TIME_SERIES"})
  void aStackIsRefused(Kind kind) {
    ImageItems items = ImageItems.of(kind.open(), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SliceSeries.of(items, LABELS, "series"))
        .withMessage("A series is made of one slice, but '%s' has 4.".formatted(items.title()));
  }
}
