package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.process.LUT;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.image.CountedStack;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.task.Pixels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of image through every command that takes one, by macro. */
class KindsTest {

  @TempDir static Path folder;
  private static Path grey;
  private static Path rgb;

  @BeforeAll
  static void writeModels() throws Exception {
    grey = TinyModel.create(folder.resolve("grey"), 1).path();
    rgb = TinyModel.create(folder.resolve("rgb"), 3).path();
  }

  private static final List<String> COMMANDS =
      List.of("noise", "denoise", "inpaint", "restore", "analysis.invert", "analysis.score");

  /** Commands whose result has the image's own pixel type. */
  private static final Set<String> SAME_TYPE = Set.of("denoise", "inpaint", "restore");

  static Stream<Arguments> table() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind ->
                COMMANDS.stream()
                    .flatMap(
                        command -> models(kind).map(model -> Arguments.of(kind, command, model))));
  }

  /** A model for grey takes every kind, channel by channel; one for RGB what has three channels. */
  static Stream<String> models(Kind kind) {
    return colours(kind) ? Stream.of("grey", "rgb") : Stream.of("grey");
  }

  private static boolean colours(Kind kind) {
    return EnumSet.of(Kind.RGB, Kind.RGB_STACK, Kind.VIRTUAL_RGB_STACK, Kind.COMPOSITE8)
        .contains(kind);
  }

  private static String options(String command, ImagePlus image, String model) {
    double sigma = image.getBitDepth() == 16 ? 3000 : 20;
    String own =
        switch (command) {
          case "noise" -> "t=300";
          case "denoise" -> "t=300 steps=2 sampler=ddpm";
          case "inpaint" -> "steps=2";
          case "restore" -> "samples=2 steps=2 sigma=" + sigma;
          case "analysis.invert" -> "steps=2 iterations=1";
          default -> "t=300";
        };
    return own + " model=[" + (model.equals("rgb") ? rgb : grey) + "]";
  }

  @ParameterizedTest
  @MethodSource("table")
  void theResultIsLikeTheImageAndTheImageIsAsItWas(Kind kind, String command, String model)
      throws Exception {
    KindScene scene = KindScene.of(kind);
    ImagePlus image = scene.image();
    ImagePlus result = result(command, image, options(command, image, model));
    assertThat(result).isNotSameAs(image);
    scene.assertUntouched();

    boolean colours = PixelType.of(image) == PixelType.RGB;
    boolean sameType = SAME_TYPE.contains(command);
    assertThat(PixelType.of(result)).isEqualTo(sameType ? PixelType.of(image) : PixelType.FLOAT32);
    assertThat(result.getRoi()).isNull();
    assertSameBesidesPixels(result, image);
    int planes = colours && !sameType ? 3 : 1;
    scene.assertOverlay(result, slice -> (slice - 1) / planes + 1);
    if (sameType || !colours) {
      assertSameLook(result, image, !command.equals("analysis.score"));
    }
    assertThat(scene.hasPixelsOf(result)).isFalse();
  }

  private static ImagePlus result(String command, ImagePlus image, String options)
      throws Exception {
    MacroCall call = MacroCall.of(command, image, options);
    assertThat(call.message()).isEmpty();
    return call.result();
  }

  static Stream<Arguments> parts() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> COMMANDS.stream().map(command -> Arguments.of(kind, command)));
  }

  /** The slice in view, and of several channels the last. */
  @ParameterizedTest
  @MethodSource("parts")
  void theCurrentSliceOfOneChannelIsWhatItIsInTheWhole(Kind kind, String command) throws Exception {
    ImagePlus image = kind.open();
    int last = image.getStackSize();
    image.setSlice(last);
    image.setRoi(new OvalRoi(1, 1, 4, 3));
    image.setOverlay(null);
    Object[] before = Pixels.copy(image);
    boolean colours = image.getBitDepth() == 24;
    int channel = colours ? 3 : image.getNChannels();
    double width = image.getBitDepth() == 16 ? 65535 : image.getBitDepth() == 32 ? 600 : 255;
    String range = image.getBitDepth() == 32 ? "-300..300" : "type";
    String options = options(command, image, "grey") + " range=" + range;
    ImagePlus whole = result(command, image, options);
    CountedStack.of(image).count();
    ImagePlus part = result(command, image, options + " slices=current channel=" + channel);

    assertThat(CountedStack.of(image).read()).isSubsetOf(last);
    assertThat(part.getDimensions()).containsExactly(image.getWidth(), image.getHeight(), 1, 1, 1);
    assertThat(part.getCalibration().pixelHeight).isEqualTo(0.5);
    assertThat(part.getProp("sample")).isEqualTo("wing disc");
    if (image.getStackSize() > 1 && !colours) {
      assertThat(part.getStack().getSliceLabel(1)).isEqualTo(image.getStack().getSliceLabel(last));
    }
    if (!colours) {
      LUT own = image.getLuts()[channel - 1];
      assertThat(part.getLuts()[0].getBytes()).isEqualTo(own.getBytes());
    }
    double[] expected = Pixels.values(whole);
    double[] found = Pixels.values(part);
    int from = expected.length - found.length;
    double tolerance = Math.max(part.getBitDepth() == 32 ? 0 : 1, 1e-4 * width);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[from + i], within(tolerance));
    }
    assertThat(Arrays.deepEquals(Pixels.copy(image), before)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"analysis.round_trip", "analysis.variational_bound"})
  void whatOnlyMeasuresTakesAPart(String command) throws Exception {
    ImagePlus image = IJ.createImage("cells", "8-bit ramp", 8, 6, 3);
    String own = command.endsWith("bound") ? "timesteps=2" : "t_list=100 steps=2 seeds=1";
    String options = own + " slices=2-3 model=[" + grey + "]";
    assertThat(MacroCall.of(command, image, options).message()).isEmpty();
    assertThat(MacroCall.of(command, image, options + " channel=2").message())
        .contains("channel must be between 0 (all) and 1 for 'cells', but is 2.");
  }

  private static void assertSameBesidesPixels(ImagePlus result, ImagePlus image) {
    assertThat(result.getCalibration().pixelWidth).isEqualTo(0.25);
    assertThat(result.getCalibration().pixelHeight).isEqualTo(0.5);
    assertThat(result.getCalibration().pixelDepth).isEqualTo(2);
    assertThat(result.getCalibration().frameInterval).isEqualTo(1.5);
    assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
    assertThat(result.getInfoProperty()).isEqualTo(image.getInfoProperty());
    assertThat(result.getProp("sample")).isEqualTo("wing disc");
    assertThat(result.getProp("diffusionj.command")).startsWith("Diffusion ");
    assertThat(result.getNFrames()).isEqualTo(image.getNFrames());
  }

  private static void assertSameLook(ImagePlus result, ImagePlus image, boolean alsoRange) {
    assertThat(result.getDimensions()).isEqualTo(image.getDimensions());
    assertThat(result.isHyperStack()).isEqualTo(image.isHyperStack());
    assertThat(result.isComposite()).isEqualTo(image.isComposite());
    // ImageJ makes up a label for a slice that is alone.
    for (int slice = 1; image.getStackSize() > 1 && slice <= image.getStackSize(); slice++) {
      assertThat(result.getStack().getSliceLabel(slice))
          .isEqualTo(image.getStack().getSliceLabel(slice));
    }
    if (result.getBitDepth() == image.getBitDepth()) {
      assertThat(result.getCalibration().getFunction())
          .isEqualTo(image.getCalibration().getFunction());
    }
    if (PixelType.of(image) == PixelType.RGB) {
      return;
    }
    LUT[] actual = result.getLuts();
    LUT[] expected = image.getLuts();
    for (int c = 0; c < expected.length; c++) {
      assertThat(actual[c].getBytes()).isEqualTo(expected[c].getBytes());
      if (alsoRange) {
        assertThat(actual[c].min).isEqualTo(expected[c].min);
        assertThat(actual[c].max).isEqualTo(expected[c].max);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RGB", "RGB_STACK", "VIRTUAL_RGB_STACK", "COMPOSITE8"})
  void aModelForRgbRefusesWhatIsNotWithASentence(Kind kind) throws Exception {
    ImagePlus image = kind.open();
    image.setRoi(new OvalRoi(1, 1, 4, 3));
    for (String command : COMMANDS) {
      assertThat(MacroCall.of(command, image, options(command, image, "rgb")).message())
          .contains(
              "The model needs an RGB image or a hyperstack with 3 channels, but '%s' has %d %s."
                  .formatted(
                      image.getTitle(),
                      image.getNChannels(),
                      image.getNChannels() == 1 ? "channel" : "channels"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"RGB", "RGB_STACK", "VIRTUAL_RGB_STACK", "COMPOSITE8"})
  void aModelForRgbRefusesOneChannelOfThree(Kind kind) throws Exception {
    ImagePlus image = kind.open();
    assertThat(MacroCall.of("denoise", image, "t=9 channel=2 model=[" + rgb + "]").message())
        .contains(
            "The model needs an RGB image or a hyperstack with 3 channels, but the chosen part of"
                + " '%s' has 1 channel.".formatted(image.getTitle()));
  }
}
