package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.launch.Launcher;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** The same work in each of the ways that ImageJ has to do it: the pixels are the same. */
class EndToEndTest {

  private static final String MACRO =
      """
      folder = getArgument();
      model = "model=[" + folder + "/a model]";
      newImage("cells", "8-bit ramp", 21, 14, 2);
      setSlice(2); run("Invert", "slice");
      run("Diffusion Noise...", model + " t=300 seed=4");
      show("noised");
      saveAs("Tiff", folder + "/noised.tif");
      close();
      open(folder + "/noised.tif");
      run("Diffusion Denoise...", model + " sampler=ddpm steps=5 seed=6");
      show("denoised");
      selectImage("cells");
      makeOval(5, 4, 9, 7);
      run("Diffusion Inpaint...", model + " steps=5 seed=7");
      show("inpainted");
      run("Diffusion Generate...", model + " n=2 steps=5 seed=8");
      show("generated");

      // A number that depends on all pixels and their order.
      function show(name) {
        sum = 0;
        for (s = 1; s <= nSlices; s++) {
          setSlice(s);
          for (y = 0; y < getHeight(); y++)
            for (x = 0; x < getWidth(); x++) sum = (sum * 31 + getValue(x, y)) % 1000003;
        }
        print(name, bitDepth, nSlices, round(sum));
      }
      """;

  @TempDir Path folder;
  private Path macro;

  @BeforeEach
  void writeMacroAndModel() throws IOException {
    TinyModel.create(folder.resolve("a model"), 1);
    macro = Files.writeString(folder.resolve("macro.ijm"), MACRO);
  }

  private List<String> headless() throws Exception {
    JavaProcess process =
        JavaProcess.run(folder, Launcher.class, macro.toString(), folder.toString());
    assertThat(process.exitCode()).as(process.err()).isZero();
    return process.out().lines().toList();
  }

  @Test
  void aMacroGivesTheSamePixelsAgainAndWithAWindow() throws Exception {
    List<String> first = headless();
    assertThat(first).hasSize(4);
    assertThat(first.get(0)).startsWith("noised 32 2 ");
    assertThat(first.get(1)).startsWith("denoised 8 2 ");
    assertThat(first.get(2)).startsWith("inpainted 8 2 ");
    assertThat(first.get(3)).startsWith("generated 8 2 ");
    assertThat(headless()).isEqualTo(first);
    assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    JavaProcess window =
        JavaProcess.run(folder, MacroScenario.class, macro.toString(), folder.toString());
    assertThat(window.out().lines().toList()).containsAll(first);
  }

  @Test
  void aScriptGetsTheSamePixelsThroughSciJava() throws Exception {
    ImagePlus cells = IJ.createImage("cells", "8-bit ramp", 21, 14, 2);
    cells.getStack().getProcessor(2).invert();
    List<String> macros = headless();
    String model = folder.resolve("a model").toString();
    try (Context context = new Context(CommandService.class)) {
      ImagePlus noised =
          run(context, NoiseCommand.class, "image", cells, "model", model, "t", 300, "seed", 4L);
      ImagePlus denoised =
          run(
              context,
              DenoiseCommand.class,
              "image",
              noised,
              "model",
              model,
              "sampler",
              "ddpm",
              "steps",
              5,
              "seed",
              6L);
      assertThat(List.of(line("noised", noised), line("denoised", denoised)))
          .isEqualTo(macros.subList(0, 2));
    }
  }

  private static ImagePlus run(Context context, Class<?> command, Object... inputs)
      throws Exception {
    return (ImagePlus)
        context
            .service(CommandService.class)
            .run(command.getName(), true, inputs)
            .get()
            .getOutput("result");
  }

  /** What the macro prints about an image. */
  private static String line(String name, ImagePlus image) {
    double sum = 0;
    for (int s = 1; s <= image.getStackSize(); s++) {
      for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
        sum = (sum * 31 + image.getStack().getProcessor(s).getf(i)) % 1000003;
      }
    }
    return "%s %d %d %d"
        .formatted(name, image.getBitDepth(), image.getStackSize(), Math.round(sum));
  }

  /** Photographs of nuclei, where a checkout has them beside it. */
  private static Path photograph() throws IOException {
    Path data = Path.of(System.getProperty("diffusionj.data", "../shared/data"));
    assumeTrue(Files.isDirectory(data), "there are no photographs at " + data);
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(png|tif)"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aPhotographIsNoisedSavedOpenedAndDenoisedWithTheTOfTheFile() throws Exception {
    ImagePlus photograph = IJ.openImage(photograph().toString());
    photograph.setRoi(new Roi(0, 0, 65, 50));
    ImagePlus part = photograph.crop();
    String model = "model=[" + folder.resolve("a model") + "]";
    MacroCall noise = MacroCall.of("noise", part, model + " t=120 range=percentile");
    assertThat(noise.message()).isEmpty();
    String file = folder.resolve("noised.tif").toString();
    new FileSaver(noise.result()).saveAsTiff(file);
    MacroCall denoise = MacroCall.of("denoise", IJ.openImage(file), model + " steps=3");
    assertThat(denoise.message()).isEmpty();
    assertThat(denoise.result().getBitDepth()).isEqualTo(part.getBitDepth());
    assertThat(denoise.result().getWidth()).isEqualTo(65);
    MacroCall given = MacroCall.of("denoise", IJ.openImage(file), model + " steps=3 t=120");
    assertThat(denoise.result().getProcessor().getPixels())
        .isEqualTo(given.result().getProcessor().getPixels());
  }
}
