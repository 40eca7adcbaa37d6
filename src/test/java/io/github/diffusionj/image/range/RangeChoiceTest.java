package io.github.diffusionj.image.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageConverter;
import ij.process.ShortProcessor;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.range.RangeChoice.Mode;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.image.source.PixelPlanes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RangeChoiceTest {

  private static final RangeChoice NOTHING = RangeChoice.AUTO;

  private static IntensityRange resolve(String text, ImagePlus image) {
    return resolve(RangeChoice.of(text), NOTHING, image);
  }

  /** As a model sees it that takes all channels together. */
  private static IntensityRange resolve(RangeChoice choice, RangeChoice declared, ImagePlus image) {
    ChannelRanges ranges =
        choice.resolve(
            ImageItems.of(image, new PixelPlanes(ImagePart.whole(image)).channels()), declared);
    assertThat(ranges.ranges()).hasSize(1);
    return ranges.of(0);
  }

  @Test
  void eachChannelHasItsOwnPercentilesForAModelOfOneChannel() {
    ImagePlus image = bright(60_000, 600);
    assertThat(RangeChoice.of("percentile").resolve(ImageItems.of(image, 1), NOTHING).ranges())
        .containsExactly(new IntensityRange(0, 60_000), new IntensityRange(0, 600));
  }

  @Test
  void eachChannelHasItsOwnDisplayRangeForAModelOfOneChannel() {
    ImagePlus image = Kind.COMPOSITE8.open();
    assertThat(RangeChoice.of("display").resolve(ImageItems.of(image, 1), NOTHING).ranges())
        .containsExactly(
            new IntensityRange(10, 200), new IntensityRange(11, 210), new IntensityRange(12, 220));
  }

  @Test
  void redGreenAndBlueHaveTheirOwnPercentilesForAModelOfOneChannel() {
    ColorProcessor pixels = new ColorProcessor(2, 1);
    pixels.set(0, 0x0a1428);
    pixels.set(1, 0xf0c8a0);
    ImagePlus image = new ImagePlus("colour", pixels);
    assertThat(RangeChoice.of("percentile").resolve(ImageItems.of(image, 1), NOTHING).ranges())
        .containsExactly(
            new IntensityRange(10, 240), new IntensityRange(20, 200), new IntensityRange(40, 160));
  }

  @Test
  void autoIsTheRecordedRangeOfEachChannelAndOfOneAlone() {
    ImagePlus image = bright(60_000, 600);
    ChannelRanges recorded =
        new ChannelRanges(List.of(new IntensityRange(1, 9), new IntensityRange(2, 5)));
    Provenance.by("Diffusion Noise").with(recorded).writeTo(image);
    ImagePart second = ItemChoice.of("all", 2).of(image);

    assertThat(RangeChoice.AUTO.resolve(ImageItems.of(image, 1), NOTHING)).isEqualTo(recorded);
    assertThat(RangeChoice.AUTO.resolve(ImageItems.of(second, 1), NOTHING).ranges())
        .containsExactly(new IntensityRange(2, 5));
  }

  @Test
  void autoRefusesTheRangesOfOtherChannels() {
    ImagePlus image = Kind.GREY8.open();
    ChannelRanges recorded =
        new ChannelRanges(List.of(new IntensityRange(1, 9), new IntensityRange(2, 5)));
    Provenance.by("Diffusion Noise").with(recorded).writeTo(image);

    assertThatThrownBy(() -> resolve("auto", image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'8-bit' records the ranges of 2 channels, but has 1, so range must be type, display,"
                + " percentile or LOW..HIGH, but is auto.");
  }

  /** A composite of two ramps that end at these values. */
  private static ImagePlus bright(int... highest) {
    ImageStack stack = new ImageStack(11, 1);
    for (int high : highest) {
      ShortProcessor ramp = new ShortProcessor(11, 1);
      for (int x = 0; x < 11; x++) {
        ramp.set(x, high / 10 * x);
      }
      stack.addSlice(ramp);
    }
    ImagePlus image = new ImagePlus("ramps", stack);
    image.setDimensions(highest.length, 1, 1);
    return new CompositeImage(image, CompositeImage.COMPOSITE);
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, 255",
    "COLOURED_LUT, 255",
    "GREY16, 65535",
    "SIGNED16, 65535",
    "RGB_STACK, 255",
    "COMPOSITE16_HYPERSTACK, 65535",
    "VIRTUAL16, 65535"
  })
  void typeIsTheFullRangeOfThePixelType(Kind kind, double high) {
    assertThat(resolve("type", kind.open())).isEqualTo(new IntensityRange(0, high));
  }

  @Test
  void typeIsRefusedFor32BitWithTheOtherChoices() {
    assertThatThrownBy(() -> resolve("type", Kind.FLOAT32.open()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "range=type needs an 8-bit, 16-bit or RGB image, but '32-bit' is 32-bit, for which range"
                + " must be display, percentile, LOW..HIGH or raw.");
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, 20, 180", "COLOURED_LUT, 20, 180", "SIGNED16, 20, 180", "FLOAT32, 20, 180",
    "RGB, 0, 255", "COMPOSITE8, 10, 220", "COMPOSITE16_HYPERSTACK, 10, 210", "VIRTUAL16, 20, 180"
  })
  void displayIsTheDisplayRangeOverAllChannels(Kind kind, double low, double high) {
    assertThat(resolve("display", kind.open())).isEqualTo(new IntensityRange(low, high));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void percentileOfASmallImageIsItsSmallestAndLargestPixel(Kind kind) {
    ImagePlus image = kind.open();
    PixelPlanes planes = new PixelPlanes(ImagePart.whole(image));
    float[] all = new float[planes.count() * planes.area()];
    for (int p = 0; p < planes.count(); p++) {
      planes.read(p, all, p * planes.area());
    }
    Arrays.sort(all);

    assertThat(all).hasSizeLessThan(1001);
    assertThat(resolve("percentile", image))
        .isEqualTo(new IntensityRange(all[0], all[all.length - 1]));
  }

  @Test
  void percentileIgnoresExactlyAThousandthAtEachEnd() {
    float[] pixels = new float[5000];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 7919 % 5000 - 2500) * 0.125f;
    }
    ImagePlus image = new ImagePlus("ramp", new FloatProcessor(100, 50, pixels));

    assertThat(resolve("percentile", image))
        .isEqualTo(new IntensityRange((4 - 2500) * 0.125, (4995 - 2500) * 0.125));
  }

  @Test
  void rawIsTheIdentityFor32BitAndRefusedForTheOthers() {
    assertThat(resolve("raw", Kind.FLOAT32.open())).isEqualTo(IntensityRange.RAW);
    assertThatThrownBy(() -> resolve("raw", Kind.RGB.open()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("range=raw needs a 32-bit image")
        .hasMessageContaining("'24-bit' is RGB");
  }

  @Test
  void numbersAreTakenAsTheyAre() {
    assertThat(resolve("-50..5000", Kind.GREY8.open())).isEqualTo(new IntensityRange(-50, 5000));
  }

  @Test
  void numbersAreThoseThatAreShownOfASigned16BitImage() {
    assertThat(resolve("-1024..3071", Kind.SIGNED16.open()))
        .isEqualTo(new IntensityRange(31_744, 35_839));
  }

  @Test
  void numbersAreThoseThatAreShownByAFallingLine() {
    ImagePlus image = Kind.GREY8.open();
    image.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {10, -0.5}, "x");
    assertThat(resolve("-90..0", image)).isEqualTo(new IntensityRange(20, 200));
  }

  @Test
  void numbersAreRefusedWhereWhatIsShownIsNoLine() {
    assertThatThrownBy(() -> resolve("0..1", Kind.OPTICAL_DENSITY.open()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("range must be auto, type, display or percentile for '8-bit',")
        .hasMessageEndingWith("by a function that is no straight line, but is 0..1.");
  }

  @Test
  void aRangeWithoutAPixelIsRefusedWithWhatIsShown() {
    ImagePlus image = new ImagePlus("signed", new ShortProcessor(2, 1));
    image.getProcessor().set(0, 32_768 + 100);
    image.getProcessor().set(1, 32_768 + 900);
    image.getCalibration().setSigned16BitCalibration();
    assertThatThrownBy(() -> resolve("32000..34000", image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "range must hold pixels of 'signed', whose values are shown as 100..900, but is"
                + " 32000..34000.");
    assertThat(resolve("0..4095", image)).isEqualTo(new IntensityRange(32_768, 36_863));
  }

  @Test
  void aRangeMayBeGivenForAnEmptyFrame() {
    assertThat(resolve("100..200", new ImagePlus("dropped", new ByteProcessor(4, 4))))
        .isEqualTo(new IntensityRange(100, 200));
  }

  @Test
  void percentilesLeaveOutEmptyFramesAndMissingParts() {
    ImageStack stack = new ImageStack(64, 64);
    for (int slice = 0; slice < 3; slice++) {
      ShortProcessor pixels = new ShortProcessor(64, 64);
      for (int i = 0; i < 64 * 64 && slice != 1; i++) {
        pixels.set(i, i % 64 < 32 ? 0 : 500 + i % 1000);
      }
      stack.addSlice(pixels);
    }
    assertThat(resolve("percentile", new ImagePlus("mosaic", stack)).low()).isBetween(500.0, 503.0);
  }

  @ParameterizedTest
  @CsvSource({
    "GREY8, auto, type",
    "GREY8, raw, type",
    "GREY8, percentile, percentile",
    "GREY16, 0..9000, 0..9000",
    "FLOAT32, auto, percentile",
    "FLOAT32, type, percentile",
    "FLOAT32, raw, raw",
    "FLOAT32, display, display"
  })
  void autoIsWhatTheModelDeclaresOrTheNearestPossible(Kind kind, String declared, String meaning) {
    ImagePlus image = kind.open();

    assertThat(resolve(RangeChoice.AUTO, RangeChoice.of(declared), image))
        .isEqualTo(resolve(meaning, image));
  }

  @Test
  void autoIsWhatTheImageRecordsWhateverTheModelDeclares() {
    ImagePlus image = Kind.FLOAT32.open();
    Provenance.by("Diffusion Noise...")
        .with(ChannelRanges.same(new IntensityRange(3, 700)))
        .writeTo(image);

    assertThat(resolve(RangeChoice.AUTO, RangeChoice.of(Mode.RAW), image))
        .isEqualTo(new IntensityRange(3, 700));
    assertThat(resolve("0..700", image)).isEqualTo(new IntensityRange(0, 700));
  }

  @Test
  void autoRefusesARecordedRangeAfterTheImageWasConverted() {
    ImagePlus image = Kind.FLOAT32.open();
    Provenance.by("Diffusion Noise...")
        .with(ChannelRanges.same(new IntensityRange(3, 700)))
        .writeTo(image);
    new ImageConverter(image).convertToGray8();

    assertThatThrownBy(() -> resolve("auto", image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was converted from 32-bit to 8-bit");
    assertThat(resolve("type", image)).isEqualTo(new IntensityRange(0, 255));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "77, 77, 78", "255, 254, 255"})
  void aConstant8BitImageGetsARangeOfOneGreyLevel(int value, double low, double high) {
    ByteProcessor constant = new ByteProcessor(4, 3);
    constant.set(value);
    constant.setMinAndMax(value, value);
    ImagePlus image = new ImagePlus("constant", constant);

    assertThat(resolve("percentile", image)).isEqualTo(new IntensityRange(low, high));
    assertThat(resolve("display", image)).isEqualTo(new IntensityRange(low, high));
  }

  @Test
  void aConstant16BitImageAtTheTopGetsARangeOfOneGreyLevel() {
    ShortProcessor constant = new ShortProcessor(4, 3);
    constant.set(65535);

    assertThat(resolve("percentile", new ImagePlus("constant", constant)))
        .isEqualTo(new IntensityRange(65534, 65535));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-3.5, -2.5", "1e9, 1000000064"})
  void aConstant32BitImageGetsARangeThatFloatsCanTellApart(float value, double high) {
    FloatProcessor constant = new FloatProcessor(4, 3);
    constant.set(value);

    assertThat(resolve("auto", new ImagePlus("constant", constant)))
        .isEqualTo(new IntensityRange(value, high));
  }

  @Test
  void percentileRefusesPixelsThatAreNoNumbers() {
    FloatProcessor pixels = new FloatProcessor(4, 3);
    pixels.setf(2, 1, Float.NaN);

    assertThatThrownBy(() -> resolve("percentile", new ImagePlus("ratio", pixels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Slice 1 of 'ratio' has the pixel value NaN at x = 2, y = 1, but every pixel must be a"
                + " finite number.");
  }
}
