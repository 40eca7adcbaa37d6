package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands with TorchScript models from src/test/python/torchscript_golden.py, some of which
 * know the clean image: 0.5 everywhere, which is 191 in 8 bits.
 */
class TorchScriptCommandsTest {

  private static final String MODELS = "model=src/test/resources/torchscript/";
  private static final int ANSWER = 191;

  private static ImagePlus call(String command, ImagePlus image, String options)
      throws InterruptedException {
    MacroCall call = MacroCall.of(command, image, MODELS + options);
    assertThat(call.message()).isEmpty();
    return call.result();
  }

  private static ImagePlus ramp() {
    return IJ.createImage("ramp", "8-bit ramp", 13, 10, 2);
  }

  @Test
  void generateGivesTheCleanImageThatTheNetworkKnows() throws InterruptedException {
    ImagePlus result = call("generate", null, "known-answer n=2 steps=5");
    assertThat(result.getWidth()).isEqualTo(16);
    assertThat(result.getStackSize()).isEqualTo(2);
    for (int slice = 1; slice <= 2; slice++) {
      assertThat((byte[]) result.getStack().getPixels(slice)).containsOnly((byte) ANSWER);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 64", "3, 191", "4, 255"})
  void generateAsksForTheClassThatIsGiven(int number, int expected) throws InterruptedException {
    ImagePlus result = call("generate", null, "known-answer-of-class n=1 steps=3 class=" + number);
    assertThat((byte[]) result.getStack().getPixels(1)).containsOnly((byte) expected);
  }

  @Test
  void denoiseTakesTheTimeOfTheNoisedImage() throws InterruptedException {
    ImagePlus noised = call("noise", ramp(), "known-answer t=300 seed=4");
    ImagePlus denoised = call("denoise", noised, "known-answer steps=5");
    for (int slice = 1; slice <= 2; slice++) {
      assertThat((byte[]) denoised.getStack().getPixels(slice)).containsOnly((byte) ANSWER);
    }
  }

  @Test
  void inpaintFillsTheSelectionAlone() throws InterruptedException {
    ImagePlus image = ramp();
    image.setRoi(new Roi(4, 3, 5, 4));
    ImagePlus filled = call("inpaint", image, "known-answer steps=5");
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 13; x++) {
        int expected =
            image.getRoi().contains(x, y) ? ANSWER : image.getStack().getProcessor(1).get(x, y);
        assertThat(filled.getStack().getProcessor(1).get(x, y)).isEqualTo(expected);
      }
    }
  }

  /** The network is asked at times that depend on its form of t; it may be asked at all of them. */
  @ParameterizedTest
  @ValueSource(strings = {"index-traced", "fraction-traced", "sigma-traced", "bfloat16-out"})
  void generateWorksWithEachFormOfTime(String name) throws InterruptedException {
    ImagePlus first = call("generate", null, name + " n=1 steps=4 frames=3");
    ImagePlus second = call("generate", null, name + " n=1 steps=4 frames=3");
    assertThat(first.getBitDepth()).isEqualTo(32);
    for (int slice = 1; slice <= first.getStackSize(); slice++) {
      float[] pixels = (float[]) first.getStack().getPixels(slice);
      assertThat(pixels).isEqualTo(second.getStack().getPixels(slice));
      for (float pixel : pixels) {
        assertThat(pixel).isFinite();
      }
    }
  }

  @Test
  void resultRemembersTheModelAndTheHashOfItsFile() throws InterruptedException {
    ImagePlus result = call("generate", null, "known-answer n=1 steps=2");
    List<String> properties = List.of(result.getPropertiesAsArray());
    assertThat(properties)
        .contains("known-answer")
        .anyMatch(value -> value.matches("[0-9a-f]{16}"));
  }
}
