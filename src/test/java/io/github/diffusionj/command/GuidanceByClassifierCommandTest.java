package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import io.github.diffusionj.engine.TinyClassifier;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier by macro: it is trained for a model and then guides it. */
class GuidanceByClassifierCommandTest {

  @TempDir static Path temp;

  private static String guided;

  @BeforeAll
  static void writeModel() throws IOException {
    Path model = TinyModel.create(temp.resolve("tiny"), 1).path();
    TinyClassifier.create(ModelFolder.open(model), "a", "b");
    guided = "model=[" + model + "] steps=2 guidance_by=classifier class=b ";
  }

  private static ImagePlus call(String command, ImagePlus image, String options)
      throws InterruptedException {
    MacroCall call = MacroCall.of(command, image, options);
    assertThat(call.message()).isEmpty();
    return call.result();
  }

  @Test
  void generateDenoiseAndInpaintAreGuided() throws InterruptedException {
    ImagePlus ramp = IJ.createImage("ramp", "8-bit ramp", 13, 10, 1);
    ramp.setRoi(new Roi(4, 3, 5, 4));
    for (String command : List.of("generate", "denoise", "inpaint")) {
      String options = guided + (command.equals("generate") ? "n=1 " : "");
      options += command.equals("denoise") ? "t=500 " : "";
      ImagePlus strong = call(command, ramp, options + "guidance=1000");
      ImagePlus none = call(command, ramp, options + "guidance=0");
      assertThat((byte[]) strong.getProcessor().getPixels())
          .as(command)
          .isNotEqualTo(none.getProcessor().getPixels());
      assertThat(strong.getProp("diffusionj.guidance_by")).isEqualTo("classifier");
      assertThat(strong.getProp("diffusionj.class")).isEqualTo("b");
    }
  }

  @Test
  void aClassifierThatIsTrainedAnewIsTheOneThatGuides() throws InterruptedException {
    String model = temp.resolve("tiny").toString();
    ImagePlus before = call("generate", null, guided + "n=1 guidance=1000");
    ImagePlus stack = IJ.createImage("labelled", "8-bit ramp", 16, 16, 4);
    for (int slice = 1; slice <= 4; slice++) {
      stack.getStack().setSliceLabel(slice % 2 == 0 ? "a" : "b", slice);
    }
    MacroCall train =
        MacroCall.of(
            "manage.train",
            stack,
            "network=classifier output=["
                + model
                + "] labels=slices patch=8 channels=8,8 layers=1 attention=0 steps=2 batch=2");
    assertThat(train.message()).isEmpty();
    ImagePlus after = call("generate", null, guided + "n=1 guidance=1000");
    assertThat((byte[]) after.getProcessor().getPixels())
        .isNotEqualTo(before.getProcessor().getPixels());
  }
}
