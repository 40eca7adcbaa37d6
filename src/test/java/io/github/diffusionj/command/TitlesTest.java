package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.NewImage;
import ij.macro.Interpreter;
import io.github.diffusionj.engine.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that are named by their titles. */
class TitlesTest {

  @TempDir static Path folder;

  @BeforeAll
  static void writeModel() throws IOException {
    TinyModel.create(folder.resolve("tiny"), 1);
  }

  private static ImagePlus mask(String title) {
    ImagePlus mask = NewImage.createByteImage(title, 12, 10, 1, NewImage.FILL_BLACK);
    mask.getProcessor().set(3, 4, 255);
    return mask;
  }

  /** Runs a command on the first of some open images. */
  private static MacroCall call(String command, String key, List<ImagePlus> open)
      throws InterruptedException {
    Interpreter.batchMode = true; // else they are not taken; the call switches it off again
    open.forEach(Interpreter::addBatchModeImage);
    String options = " steps=2 model=[" + folder.resolve("tiny") + "]";
    return MacroCall.of(command, open.get(0), key + options);
  }

  @ParameterizedTest
  @CsvSource({"inpaint, region=x", "analysis.interpolate, image2=x t=300 n=3"})
  void aTitleOfTwoOtherImagesIsRefused(String command, String key) throws InterruptedException {
    ImagePlus image = IJ.createImage("cells", "8-bit ramp", 12, 10, 1);
    MacroCall call = call(command, key, List.of(image, mask("x"), mask("x")));
    assertThat(call.message()).contains("There are 2 open images with the title 'x'; rename one.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          inpaint              | region=x           | region must be selection, roi_manager, overlay or the title of an open image, but there is no other 'x'.
          analysis.interpolate | image2=x t=300 n=3 | image2 must be the title of an open image, but there is no other 'x'.
          """)
  void theActiveImageItselfIsNotTaken(String command, String key, String sentence)
      throws InterruptedException {
    assertThat(call(command, key, List.of(mask("x"))).message()).contains(sentence);
  }

  @Test
  void theOneOtherImageOfTheActiveImagesTitleIsTaken() throws InterruptedException {
    ImagePlus image = IJ.createImage("x", "8-bit ramp", 12, 10, 1);
    MacroCall call = call("inpaint", "region=x", List.of(image, mask("x")));
    assertThat(call.message()).isEmpty();
    for (int i = 0; i < 12 * 10; i++) {
      if (i != 4 * 12 + 3) {
        assertThat(call.result().getProcessor().get(i)).isEqualTo(image.getProcessor().get(i));
      }
    }
  }
}
