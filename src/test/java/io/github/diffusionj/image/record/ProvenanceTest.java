package io.github.diffusionj.image.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.diffusionj.image.pixel.ChannelRanges;
import io.github.diffusionj.image.pixel.IntensityRange;
import io.github.diffusionj.image.pixel.PixelType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ProvenanceTest {

  private static ImagePlus image() {
    return new ImagePlus("x", new ByteProcessor(4, 4));
  }

  public static Provenance complete() {
    return Provenance.by("Diffusion Denoise...")
        .with(ProvenanceKey.MODEL, "/Bilder µ/модель = 3/my model")
        .with(ProvenanceKey.MODEL_HASH, "b1946ac92492d234")
        .with(ProvenanceKey.T, 500)
        .with(ProvenanceKey.SAMPLER, "ddim")
        .with(ProvenanceKey.STEPS, 50)
        .with(ProvenanceKey.ETA, 0.25)
        .with(ProvenanceKey.SEED, Long.MIN_VALUE)
        .with(ChannelRanges.same(new IntensityRange(-0.1, 1.0 / 3)))
        .with(ProvenanceKey.SOURCE_TYPE, PixelType.RGB.label())
        .with(ProvenanceKey.VERSION, "0.1.0");
  }

  @Test
  void whatIsWrittenIsRead() {
    ImagePlus image = image();
    complete().writeTo(image);
    Provenance read = Provenance.of(image).orElseThrow();

    assertThat(read).isEqualTo(complete().with(ProvenanceKey.PIXEL_TYPE, "8-bit"));
    assertThat(read.t()).hasValue(500);
    assertThat(read.steps()).hasValue(50);
    assertThat(read.seed()).hasValue(Long.MIN_VALUE);
    assertThat(read.ranges()).contains(ChannelRanges.same(new IntensityRange(-0.1, 1.0 / 3)));
    assertThat(read.sourceType()).contains(PixelType.RGB);
    assertThat(read.pixelType()).contains(PixelType.GREY8);
    assertThat(read.get(ProvenanceKey.ETA)).contains("0.25");
    assertThat(image.getProp("diffusionj.model_hash")).isEqualTo("b1946ac92492d234");
    assertThat(image.getProp("diffusionj.t")).isEqualTo("500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\users\\u1234\\m",
        "\\u005c",
        "\\",
        "\\\\u",
        "模型/ä 𝛼",
        "$1 \\x",
        "two\nlines"
      })
  void everyTextComesBackAsItWas(String text) {
    ImagePlus image = image();
    Provenance.by("test").with(ProvenanceKey.MODEL, text).writeTo(image);

    assertThat(Provenance.of(image).orElseThrow().get(ProvenanceKey.MODEL)).contains(text);
    assertThat(image.getProp("diffusionj.model").chars()).allMatch(c -> c < 256);
  }

  @Test
  void everythingIsOptional() {
    Provenance alone = Provenance.by("Diffusion Noise...");

    assertThat(alone.t()).isEmpty();
    assertThat(alone.steps()).isEmpty();
    assertThat(alone.seed()).isEmpty();
    assertThat(alone.ranges()).isEmpty();
    assertThat(alone.sourceType()).isEmpty();
    assertThat(alone.get(ProvenanceKey.MODEL)).isEmpty();
  }

  @Test
  void anImageFromElsewhereHasNone() {
    ImagePlus image = image();
    image.setProp("t", "3");
    image.setProperty("Info", "diffusionj.t: 12");

    assertThat(Provenance.of(image)).isEmpty();
  }

  @Test
  void aTimestepWrittenByHandIsEnough() {
    ImagePlus image = image();
    image.setProp("diffusionj.t", " 120 ");

    assertThat(Provenance.of(image).orElseThrow().t()).hasValue(120);
  }

  @Test
  void aNewRecordReplacesTheOldOneAndNothingElse() {
    ImagePlus image = image();
    image.setProp("sample", "wing disc");
    complete().writeTo(image);
    Provenance.by("Diffusion Inpaint...").writeTo(image);

    assertThat(Provenance.of(image).orElseThrow().entries())
        .isEqualTo(
            Map.of(
                ProvenanceKey.COMMAND, "Diffusion Inpaint...", ProvenanceKey.PIXEL_TYPE, "8-bit"));
    assertThat(image.getProp("sample")).isEqualTo("wing disc");
  }

  @ParameterizedTest
  @CsvSource({
    "t, many, a whole number from 0 on",
    "t, -1, a whole number from 0 on",
    "t, 12.5, a whole number from 0 on",
    "steps, 0, a whole number from 1 on",
    "seed, 0x12, a whole number",
    "low, NaN, a finite number",
    "high, '1,5', a finite number",
    "source_type, 12-bit, '8-bit, 16-bit, 32-bit or RGB'",
    "pixel_type, x, '8-bit, 16-bit, 32-bit or RGB'",
    "value_calibration, 0 true, FUNCTION ZEROCLIP COEFFICIENTS UNIT",
    "value_calibration, 99 true - OD, FUNCTION ZEROCLIP COEFFICIENTS UNIT",
    "value_calibration, 0 maybe 1 OD, FUNCTION ZEROCLIP COEFFICIENTS UNIT",
    "value_calibration, 0 false 1.0 OD, FUNCTION ZEROCLIP COEFFICIENTS UNIT",
    "value_calibration, '3 false 1,2,3 OD', FUNCTION ZEROCLIP COEFFICIENTS UNIT",
    "value_calibration, '7 false 1,2,3,4,5 OD', FUNCTION ZEROCLIP COEFFICIENTS UNIT",
    "value_calibration, '0 false 1,NaN OD', FUNCTION ZEROCLIP COEFFICIENTS UNIT"
  })
  void garbageInAPropertyIsRefusedByName(String key, String text, String allowed) {
    ImagePlus image = image();
    image.setProp("diffusionj." + key, text);

    assertThatThrownBy(() -> Provenance.of(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The image property diffusionj."
                + key
                + " must be "
                + allowed
                + ", but is '"
                + text
                + "'.");
  }

  @Test
  void halfARangeOrAnEmptyOneIsRefused() {
    ImagePlus image = image();
    image.setProp("diffusionj.low", "5");
    assertThatThrownBy(() -> Provenance.of(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but diffusionj.high is missing.");

    image.setProp("diffusionj.high", "5");
    assertThatThrownBy(() -> Provenance.of(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The image property diffusionj.low must be below diffusionj.high, but they are 5 and 5.");
  }

  @Test
  void theRangesOfChannelsAreRecordedWhereTheyDiffer() {
    ImagePlus image = image();
    ChannelRanges ranges =
        new ChannelRanges(List.of(new IntensityRange(0, 60_000), new IntensityRange(-0.5, 600)));
    Provenance.by("test").with(ranges).writeTo(image);

    assertThat(image.getProp("diffusionj.low")).isEqualTo("0; -0.5");
    assertThat(Provenance.of(image).orElseThrow().ranges()).contains(ranges);
    image.setProp("diffusionj.high", "600");
    assertThatThrownBy(() -> Provenance.of(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The image properties diffusionj.low and diffusionj.high must have as many numbers, but"
                + " they are 0; -0.5 and 600.");
  }

  @Test
  void anEmptyTextIsNotRecorded() {
    assertThatThrownBy(() -> Provenance.by(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("diffusionj.command");
  }
}
