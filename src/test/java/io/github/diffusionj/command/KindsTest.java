package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.LUT;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.PixelType;
import io.github.diffusionj.task.OpenModels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

  @AfterAll
  static void releaseModel() {
    OpenModels.close();
  }

  static Stream<Arguments> table() {
    return Arrays.stream(Kind.values())
        .flatMap(
            kind -> Stream.of("noise", "denoise", "inpaint", "restore").map(c -> table(kind, c)));
  }

  private static Arguments table(Kind kind, String command) {
    return Arguments.of(kind, command);
  }

  private static String options(String command, ImagePlus image) {
    double sigma = image.getBitDepth() == 16 ? 3000 : 20;
    return switch (command) {
      case "noise" -> "t=300";
      case "denoise" -> "t=300 steps=2 model=[" + grey + "]";
      case "inpaint" -> "steps=2 model=[" + grey + "]";
      default -> "sigma=" + sigma + " model=[" + grey + "]";
    };
  }

  @ParameterizedTest
  @MethodSource("table")
  void theResultIsLikeTheImageAndTheImageIsAsItWas(Kind kind, String command) throws Exception {
    ImagePlus image = kind.open();
    image.setSlice(image.getStackSize());
    Roi selection = new OvalRoi(1, 1, 4, 3);
    image.setRoi(selection);
    Object[] before = pixels(image);

    MacroCall call = MacroCall.of(command, image, options(command, image));
    assertThat(call.message()).isEmpty();
    ImagePlus result = call.result();
    assertThat(result).isNotSameAs(image);

    assertThat(Arrays.deepEquals(pixels(image), before)).isTrue();
    assertThat(image.getRoi()).isSameAs(selection);
    assertThat(image.getCurrentSlice()).isEqualTo(image.getStackSize());
    assertThat(image.isLocked()).isFalse();

    boolean colours = PixelType.of(image) == PixelType.RGB;
    boolean split = command.equals("noise") && colours;
    assertThat(PixelType.of(result))
        .isEqualTo(command.equals("noise") ? PixelType.FLOAT32 : PixelType.of(image));
    assertThat(result.getRoi()).isNull();
    assertSameBesidesPixels(result, image);
    if (!split) {
      assertSameLook(result, image);
    }
    assertThat(Arrays.deepEquals(pixels(result), before)).isFalse();
  }

  private static Object[] pixels(ImagePlus image) {
    return IntStream.rangeClosed(1, image.getStackSize())
        .mapToObj(slice -> image.getStack().getProcessor(slice).duplicate().getPixels())
        .toArray();
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
    assertThat(result.getOverlay().size()).isEqualTo(image.getOverlay().size());
    assertThat(result.getNFrames()).isEqualTo(image.getNFrames());
  }

  private static void assertSameLook(ImagePlus result, ImagePlus image) {
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
      assertThat(actual[c].min).isEqualTo(expected[c].min);
      assertThat(actual[c].max).isEqualTo(expected[c].max);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"GREY8", "COLOURED_LUT", "GREY16", "FLOAT32_TIME_SERIES", "COMPOSITE16_HYPERSTACK"})
  void aModelForRgbRefusesWhatIsNotWithASentence(Kind kind) throws Exception {
    ImagePlus image = kind.open();
    for (String command : List.of("denoise t=300", "restore sigma=9")) {
      String name = command.split(" ")[0];
      String options = command.substring(name.length() + 1) + " model=[" + rgb + "]";
      assertThat(MacroCall.of(name, image, options).message().orElseThrow())
          .startsWith("The model needs an RGB image or a hyperstack with 3 channels, but '");
    }
  }
}
