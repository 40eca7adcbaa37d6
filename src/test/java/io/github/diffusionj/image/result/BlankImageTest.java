package io.github.diffusionj.image.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.ImageItems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlankImageTest {

  @ParameterizedTest
  @CsvSource({
    "1, GREY8, GREY8, 1",
    "1, GREY16, GREY16, 1",
    "1, FLOAT32, FLOAT32, 1",
    "3, GREY8, RGB, 1",
    "3, RGB, RGB, 1",
    "3, FLOAT32, FLOAT32, 3",
    "2, GREY8, GREY8, 2"
  })
  void aBlankImageHasOneItemForEachSample(
      int channels, PixelType plane, PixelType type, int imageChannels) {
    ImagePlus image = BlankImage.of("generated", 5, channels, 8, 6, plane);
    ImageItems items = ImageItems.of(image, channels);

    assertThat(items.count()).isEqualTo(5);
    assertThat(items.width()).isEqualTo(8);
    assertThat(items.height()).isEqualTo(6);
    assertThat(items.type()).isEqualTo(type);
    assertThat(image.getNChannels()).isEqualTo(imageChannels);
    assertThat(image.getNSlices()).isEqualTo(5);
    assertThat(items.read(4)).containsOnly(0);
  }

  @Test
  void rgbWithAnotherNumberOfChannelsIsRefused() {
    assertThatThrownBy(() -> BlankImage.of("generated", 1, 2, 8, 6, PixelType.RGB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An RGB image has 3 channels, but the model has 2.");
  }
}
