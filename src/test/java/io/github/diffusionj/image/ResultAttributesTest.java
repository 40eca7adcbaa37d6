package io.github.diffusionj.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultAttributesTest {

  private static ImagePlus result(ImagePlus image, OutputType type) {
    return ResultImage.like(ImageItems.of(image, 1), type, "result").finish();
  }

  private static void assertSameDescription(ImagePlus actual, ImagePlus expected) {
    Calibration calibration = actual.getCalibration();
    assertThat(calibration.pixelWidth).isEqualTo(0.25);
    assertThat(calibration.pixelHeight).isEqualTo(0.5);
    assertThat(calibration.pixelDepth).isEqualTo(2);
    assertThat(calibration.frameInterval).isEqualTo(1.5);
    assertThat(calibration.getUnit()).isEqualTo(expected.getCalibration().getUnit());
    assertThat(actual.getTitle()).isEqualTo("result");
    assertThat(actual.getInfoProperty()).isEqualTo("objective: 63x");
    assertThat(actual.getProp("sample")).isEqualTo("wing disc");
    assertThat(Provenance.of(actual)).isEmpty();
    assertThat(actual.getOverlay().get(0).getName()).isEqualTo("annotation");
    assertThat(actual.getOverlay().get(0)).isNotSameAs(expected.getOverlay().get(0));
    assertThat(actual.getRoi()).isNull();
    assertThat(actual.getNSlices() * actual.getNFrames())
        .isEqualTo(expected.getNSlices() * expected.getNFrames());
    assertThat(actual.getNFrames()).isEqualTo(expected.getNFrames());
  }

  private static void assertSameLook(ImagePlus actual, ImagePlus expected) {
    assertThat(actual.getNChannels()).isEqualTo(expected.getNChannels());
    assertThat(actual.isHyperStack()).isEqualTo(expected.isHyperStack());
    assertThat(actual.isComposite()).isEqualTo(expected.isComposite());
    assertThat(actual.getDisplayRangeMin()).isEqualTo(expected.getDisplayRangeMin());
    assertThat(actual.getDisplayRangeMax()).isEqualTo(expected.getDisplayRangeMax());
    LUT[] luts = actual.getLuts();
    LUT[] expectedLuts = expected.getLuts();
    assertThat(luts).hasSameSizeAs(expectedLuts);
    for (int i = 0; i < luts.length; i++) {
      assertThat(luts[i].getBytes()).isEqualTo(expectedLuts[i].getBytes());
      assertThat(luts[i].min).isEqualTo(expectedLuts[i].min);
      assertThat(luts[i].max).isEqualTo(expectedLuts[i].max);
    }
    for (int i = 1; i <= expected.getStackSize() && expected.getStackSize() > 1; i++) {
      assertThat(actual.getStack().getSliceLabel(i))
          .isEqualTo(expected.getStack().getSliceLabel(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aResultOfTheSameTypeKeepsEverything(Kind kind) {
    ImagePlus image = kind.open();
    ImagePlus result = result(image, OutputType.SOURCE);

    assertSameDescription(result, image);
    assertSameLook(result, image);
    assertThat(PixelType.of(result)).isEqualTo(PixelType.of(image));
    assertThat(result.getCalibration().getFunction())
        .isEqualTo(image.getCalibration().getFunction());
    assertThat(result.getCalibration().getCValue(100))
        .isEqualTo(image.getCalibration().getCValue(100));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RGB", "RGB_STACK", "VIRTUAL_RGB_STACK"},
      mode = EnumSource.Mode.EXCLUDE)
  void a32BitResultKeepsEverythingOfAGreyImage(Kind kind) {
    ImagePlus image = kind.open();
    ImagePlus result = result(image, OutputType.FLOAT32);

    assertSameDescription(result, image);
    assertSameLook(result, image);
    assertThat(result.getBitDepth()).isEqualTo(32);
  }

  @Test
  void rgbAs32BitIsACompositeOfRedGreenAndBlue() {
    ImagePlus image = Kind.RGB_STACK.open();
    ImagePlus result = result(image, OutputType.FLOAT32);

    assertSameDescription(result, image);
    assertThat(result.getNChannels()).isEqualTo(3);
    assertThat(result.getNSlices()).isEqualTo(3);
    assertThat(((CompositeImage) result).getMode()).isEqualTo(CompositeImage.COMPOSITE);
    for (int c = 0; c < 3; c++) {
      LUT lut = result.getLuts()[c];
      assertThat(lut.getRGB(255) & 0xffffff).isEqualTo(0xff0000 >> (8 * c));
      assertThat(lut.min).isZero();
      assertThat(lut.max).isEqualTo(255);
    }
    assertThat(result.getStack().getSliceLabel(5)).isEqualTo("plane 2");
    assertThat(result(Kind.RGB.open(), OutputType.FLOAT32).getStack().getSliceLabels())
        .startsWith("Red", "Green", "Blue");
  }

  @Test
  void anAnnotationOfAnRgbSliceStaysOnThatSliceAs32Bit() {
    ImagePlus image = Kind.RGB_STACK.open();
    image.getOverlay().get(0).setPosition(2);
    Roi annotation = result(image, OutputType.FLOAT32).getOverlay().get(0);

    assertThat(annotation.getCPosition()).isZero();
    assertThat(annotation.getZPosition()).isEqualTo(2);
    assertThat(annotation.getTPosition()).isEqualTo(1);
    assertThat(image.getOverlay().get(0).getPosition()).isEqualTo(2);
  }

  @Test
  void theActiveChannelsAndTheModeOfACompositeCarryOver() {
    CompositeImage image = (CompositeImage) Kind.COMPOSITE8.open();
    image.getActiveChannels()[1] = false;
    assertThat(((CompositeImage) result(image, OutputType.SOURCE)).getActiveChannels())
        .startsWith(true, false, true);

    image.setMode(CompositeImage.GRAYSCALE);
    assertThat(((CompositeImage) result(image, OutputType.FLOAT32)).getMode())
        .isEqualTo(CompositeImage.GRAYSCALE);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void noisedAsFloatsAndDenoisedAgainAnImageIsWhatItWas(Kind kind) {
    ImagePlus image = kind.open();
    ImageItems items = ImageItems.of(image, 1);
    ResultImage forward = ResultImage.like(items, OutputType.FLOAT32, "x_t");
    for (int i = 0; i < items.count(); i++) {
      forward.write(i, items.read(i));
    }
    ImagePlus noised = forward.finish();
    Provenance.by("Diffusion Noise...")
        .withSource(items.originalType(), items.image())
        .writeTo(noised);
    ImageItems back = ImageItems.of(noised, 1);
    ResultImage backward = ResultImage.like(back, OutputType.SOURCE, "result");
    for (int i = 0; i < back.count(); i++) {
      backward.write(i, back.read(i));
    }
    ImagePlus result = backward.finish();

    assertSameDescription(result, image);
    assertSameLook(result, image);
    assertThat(PixelType.of(result)).isEqualTo(PixelType.of(image));
    assertThat(result.getCalibration().getCValue(100))
        .isEqualTo(image.getCalibration().getCValue(100));
    for (int i = 1; i <= image.getStackSize(); i++) {
      assertThat(result.getStack().getPixels(i)).isEqualTo(image.getStack().getPixels(i));
    }
  }
}
