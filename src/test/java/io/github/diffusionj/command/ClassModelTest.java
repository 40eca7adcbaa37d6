package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.model.ModelNotes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model with classes through every command, with and without a class that means none. */
class ClassModelTest {

  private static final List<String> NAMES = List.of("small", "large");

  @TempDir static Path folder;
  private static Path withNone;
  private static Path withoutNone;

  @BeforeAll
  static void writeModels() throws IOException {
    withNone = model("with-none", 3, OptionalInt.of(2));
    withoutNone = model("without-none", 2, OptionalInt.empty());
  }

  private static Path model(String name, int classes, OptionalInt none) throws IOException {
    return TinyModel.create(
            folder.resolve(name),
            TinyModel.network(1).withClasses(classes),
            Prediction.EPSILON,
            new ModelNotes("type", "", NAMES, none))
        .path();
  }

  private static MacroCall call(String command, String options, Path model) throws Exception {
    ImagePlus image = IJ.createImage("ramp", "8-bit ramp", 16, 16, 1);
    image.setRoi(new OvalRoi(4, 4, 6, 6));
    return MacroCall.of(command, image, options + " model=[" + model + "]");
  }

  @ParameterizedTest
  @CsvSource({
    "denoise, t=30 steps=2",
    "generate, n=1 width=16 height=16 steps=2",
    "inpaint, steps=2 jump=1 resamplings=1",
    "restore, sigma=9",
    "analysis.round_trip, t_list=20 steps=2 seeds=1",
    "analysis.variational_bound, samples=2 timesteps=5",
    "analysis.invert, steps=2",
    "analysis.score, t=30"
  })
  void withoutAClassItIsAskedForNone(String command, String options) throws Exception {
    assertThat(call(command, options, withNone).message()).isEmpty();
    assertThat(call(command, options, withoutNone).message().orElseThrow())
        .endsWith(
            "The model without-none samples one of its classes only, so it needs a class,"
                + " a number between 0 and 1 or one of small, large.");
  }
}
