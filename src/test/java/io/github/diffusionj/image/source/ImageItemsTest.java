package io.github.diffusionj.image.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageItemsTest {

  @ParameterizedTest
  @CsvSource({
    "GREY8, 1, 1",
    "GREY8_STACK, 1, 4",
    "COLOURED_LUT, 1, 1",
    "FLOAT32_TIME_SERIES, 1, 4",
    "RGB, 3, 1",
    "RGB, 1, 3",
    "RGB_STACK, 3, 3",
    "RGB_STACK, 1, 9",
    "COMPOSITE8, 3, 1",
    "COMPOSITE8, 1, 3",
    "COMPOSITE16_HYPERSTACK, 2, 12",
    "COMPOSITE16_HYPERSTACK, 1, 24"
  })
  void itemsArePlanesOrAllChannelsOfAPlace(Kind kind, int channels, int count) {
    ImageItems items = ImageItems.of(kind.open(), channels);

    assertThat(items.count()).isEqualTo(count);
    assertThat(items.channels()).isEqualTo(channels);
    assertThat(items.read(count - 1)).hasSize(channels * Kind.WIDTH * Kind.HEIGHT);
    assertThatThrownBy(() -> items.read(count)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RGB", "RGB_STACK", "VIRTUAL_RGB_STACK"},
      mode = EnumSource.Mode.EXCLUDE)
  void greyItemsAreTheStoredPixelsOfTheSlicesInOrder(Kind kind) {
    ImagePlus image = kind.open();
    ImageItems items = ImageItems.of(image, 1);

    for (int item = 0; item < items.count(); item++) {
      ImageProcessor slice = image.getStack().getProcessor(item + 1);
      float[] values = items.read(item);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo(slice.getf(i));
      }
    }
  }

  @Test
  void channelsOfAHyperstackAreReadForEachPlace() {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    float[] values = ImageItems.of(image, 2).read(3 * 2 + 1);

    ImageProcessor first = image.getStack().getProcessor(image.getStackIndex(1, 2, 3));
    ImageProcessor second = image.getStack().getProcessor(image.getStackIndex(2, 2, 3));
    assertThat(values[4]).isEqualTo(first.getf(4));
    assertThat(values[Kind.WIDTH * Kind.HEIGHT + 4]).isEqualTo(second.getf(4));
  }

  @Test
  void rgbIsReadAsRedGreenBlue() {
    ImagePlus image = Kind.RGB_STACK.open();
    int colour = image.getStack().getProcessor(2).get(3);
    int area = Kind.WIDTH * Kind.HEIGHT;
    float[] values = ImageItems.of(image, 3).read(1);
    ImageItems grey = ImageItems.of(image, 1);

    for (int c = 0; c < 3; c++) {
      float expected = colour >> (16 - 8 * c) & 0xff;
      assertThat(values[c * area + 3]).isEqualTo(expected);
      assertThat(grey.read(3 + c)[3]).isEqualTo(expected);
    }
  }

  @Test
  void signed16BitGivesStoredValues() {
    ImagePlus image = Kind.SIGNED16.open();

    assertThat(image.getCalibration().getCValue(0)).isEqualTo(-32768);
    assertThat(ImageItems.of(image, 1).read(1)[0])
        .isEqualTo(((short[]) image.getStack().getPixels(2))[0] & 0xffff);
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, 1 channel.",
    "GREY8_STACK, 1 channel.",
    "COLOURED_LUT, 1 channel.",
    "COMPOSITE16_HYPERSTACK, 2 channels."
  })
  void anImageWithoutTheChannelsOfTheModelIsRefused(Kind kind, String has) {
    ImagePlus image = kind.open();

    assertThatThrownBy(() -> ImageItems.of(image, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model needs an RGB image or a hyperstack with 3 channels, but '"
                + image.getTitle()
                + "' has "
                + has);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void pixelsThatAreNoNumbersAreRefusedWithTheirSlice(float value) {
    ImageStack stack = new ImageStack(3, 2);
    stack.addSlice(new FloatProcessor(3, 2));
    stack.addSlice(new FloatProcessor(3, 2));
    stack.setVoxel(1, 1, 1, value);
    ImageItems items = ImageItems.of(new ImagePlus("log ratio", stack), 1);

    assertThat(items.read(0)).containsOnly(0);
    assertThatThrownBy(() -> items.read(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Slice 2 of 'log ratio' has the pixel value " + value + " at x = 1, y = 1");
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, 1, 0, 8-bit", "GREY8_STACK, 1, 2, plane 3", "RGB, 1, 1, 24-bit green",
    "RGB_STACK, 3, 1, plane 2", "RGB_STACK, 1, 8, plane 3 blue", "COMPOSITE8, 3, 0, composite",
    "COMPOSITE16_HYPERSTACK, 2, 7, z=2 t=3"
  })
  void labelsSayWhereAnItemLies(Kind kind, int channels, int item, String label) {
    assertThat(ImageItems.of(kind.open(), channels).label(item)).isEqualTo(label);
  }

  @Test
  void theOriginalTypeIsTheRecordedOneAndRgbNeedsItsThreeChannels() {
    ImagePlus grey = Kind.FLOAT32.open();
    ImagePlus composite = Kind.COMPOSITE8.open();
    Provenance rgb =
        Provenance.by("Diffusion Noise...").with(ProvenanceKey.SOURCE_TYPE, PixelType.RGB.label());
    assertThat(ImageItems.of(grey, 1).originalType()).isEqualTo(PixelType.FLOAT32);

    rgb.writeTo(grey);
    rgb.writeTo(composite);
    assertThat(ImageItems.of(grey, 1).originalType()).isEqualTo(PixelType.GREY8);
    assertThat(ImageItems.of(composite, 3).originalType()).isEqualTo(PixelType.RGB);
  }

  @Test
  void aTypeRecordedBeforeTheImageWasConvertedDoesNotCount() {
    ImagePlus image = Kind.FLOAT32.open();
    Provenance.by("Diffusion Noise...")
        .with(ProvenanceKey.SOURCE_TYPE, PixelType.GREY8.label())
        .writeTo(image);
    assertThat(ImageItems.of(image, 1).originalType()).isEqualTo(PixelType.GREY8);

    new ImageConverter(image).convertToGray16();
    assertThat(ImageItems.of(image, 1).originalType()).isEqualTo(PixelType.GREY16);
  }

  @Test
  void aVirtualStackWhoseFileIsGoneIsRefusedWithTheSlice() {
    VirtualStack stack =
        new VirtualStack(4, 3, 2) {
          @Override
          public Object getPixels(int n) {
            return n == 1 ? new byte[12] : null;
          }

          @Override
          public ImageProcessor getProcessor(int n) {
            return new ByteProcessor(4, 3);
          }
        };
    stack.setBitDepth(8);
    ImageItems items = ImageItems.of(new ImagePlus("moved", stack), 1);

    assertThat(items.read(0)).containsOnly(0);
    assertThatThrownBy(() -> items.read(1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Slice 2 of 'moved' cannot be read");
  }
}
