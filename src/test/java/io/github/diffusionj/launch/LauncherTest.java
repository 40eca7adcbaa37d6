package io.github.diffusionj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.command.SampleCommand;
import io.github.diffusionj.engine.TinyModel;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Macros without a window, each in a virtual machine of its own. */
class LauncherTest {

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void folderWithSpacesAndAccents() throws IOException {
    folder = Files.createDirectory(temporary.resolve("my föld€r"));
  }

  private JavaProcess macro(String text, String... argument)
      throws IOException, InterruptedException {
    Path file = JavaProcess.write(folder.resolve("a mäcro.ijm"), text);
    String[] args = new String[argument.length + 1];
    args[0] = file.toString();
    System.arraycopy(argument, 0, args, 1, argument.length);
    return JavaProcess.run(folder, Launcher.class, args);
  }

  @Test
  void aMacroThatRunsToItsEndPrintsOnceAndExitsWithZero() throws Exception {
    JavaProcess process =
        macro(
            """
            print("größe", getArgument());
            newImage("a", "8-bit black", 8, 8, 1);
            run("Invert");
            print(getTitle(), getPixel(0, 0));
            """,
            "ärg 1");
    assertThat(process.err()).isEmpty();
    assertThat(process.out().lines()).containsExactly("größe ärg 1", "a 255");
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void aMacroThatLeavesByExitSucceeds() throws Exception {
    JavaProcess process = macro("print(1); exit(); print(2);");
    assertThat(process.out().lines()).containsExactly("1");
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void exitWithAMessageFailsAndPutsTheMessageOnTheStandardErrorOnly() throws Exception {
    JavaProcess process = macro("print(1); exit(\"no cells found\"); print(2);");
    assertThat(process.out().lines()).containsExactly("1");
    assertThat(process.err()).containsOnlyOnce("no cells found");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void aSyntaxErrorFails() throws Exception {
    JavaProcess process = macro("print(1); x = ;");
    assertThat(process.err()).contains("Number or numeric function expected in line 1");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void anExceptionInAPluginFails() throws Exception {
    JavaProcess process = macro("call(\"java.lang.Integer.parseInt\", \"x\");");
    assertThat(process.err()).contains("NumberFormatException");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void aMissingMacroIsNamedInASentence() throws Exception {
    Path missing = folder.resolve("none.ijm");
    JavaProcess process = JavaProcess.run(folder, Launcher.class, missing.toString());
    assertThat(process.err().strip())
        .isEqualTo("The macro " + missing + " does not exist or is not a file.");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void tooManyArgumentsGetTheUsage() throws Exception {
    JavaProcess process = JavaProcess.run(folder, Launcher.class, "a", "b", "c");
    assertThat(process.err()).startsWith("Usage:");
    assertThat(process.exitCode()).isEqualTo(Launcher.USAGE);
  }

  @Test
  void anUnknownKeyStopsTheMacroAndTheMessageNamesTheKeysOnce() throws Exception {
    JavaProcess process =
        macro("run(\"Diffusion Schedule Plot...\", \"betaStart=0.1\"); print(\"went on\");");
    assertThat(process.out()).isEmpty();
    assertThat(process.err())
        .containsOnlyOnce(
            "Diffusion Schedule Plot has no key betaStart; its keys are schedule, model, steps,"
                + " beta_start, beta_end, curve, sampler_steps, spacing, table.");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void aCommandWithoutItsImageSaysSo() throws Exception {
    JavaProcess process = macro("run(\"Diffusion Sample...\", \"amount=1\"); print(\"went on\");");
    assertThat(process.out()).isEmpty();
    assertThat(process.err())
        .containsOnlyOnce("There are no images open; Diffusion Sample needs one.");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void aCommandsResultIsTheActiveImage() throws Exception {
    JavaProcess process =
        macro(
            """
            newImage("a", "8-bit black", 8, 8, 1);
            run("Diffusion Sample...", "amount=5 t=7 model=[my nuclei] fail=false");
            print(getTitle(), getPixel(0, 0), nImages);
            selectImage("a");
            print(getPixel(0, 0));
            """);
    assertThat(process.err()).isEmpty();
    assertThat(process.out().lines()).containsExactly("my nuclei 7 5 2", "0");
    assertThat(process.exitCode()).isZero();
  }

  @Test
  void anUnforeseenExceptionStopsTheMacroWithASentenceAndLeavesTheTraceInTheLog() throws Exception {
    JavaProcess process =
        macro(
            """
            newImage("a", "8-bit black", 8, 8, 1);
            run("Diffusion Sample...", "fail");
            print("went on");
            """);
    assertThat(process.out()).isEmpty();
    assertThat(process.err())
        .containsOnlyOnce("Diffusion Sample failed with an error that was not foreseen:")
        .contains("\tat " + SampleCommand.class.getName() + ".execute");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void aScheduleIsPlottedAndItsTableIsTheResultsTable() throws Exception {
    JavaProcess process =
        macro(
            """
            run("Diffusion Schedule Plot...", "schedule=linear,sigmoid steps=10 table");
            print(nResults, getResult("t", 10), getResult("linear", 0));
            saveAs("PNG", getArgument() + "/plot.png");
            """,
            folder.toString());
    assertThat(process.err()).isEmpty();
    assertThat(process.out().lines()).containsExactly("11 10 1");
    BufferedImage plot = ImageIO.read(folder.resolve("plot.png").toFile());
    assertThat(plot.getWidth()).isGreaterThan(600);
    assertThat(pixels(plot, 0x0072B2)).isPositive();
    assertThat(pixels(plot, 0xD55E00)).isPositive();
  }

  @Test
  void anImageOfNanStopsTheMacroWithASentenceThatSaysWhere() throws Exception {
    JavaProcess process =
        macro(
            """
            newImage("nan", "32-bit ramp", 8, 8, 1);
            setPixel(3, 4, NaN);
            run("Diffusion Noise...", "t=5 range=0..1");
            print("went on");
            """);
    assertThat(process.out()).isEmpty();
    assertThat(process.err())
        .containsOnlyOnce(
            "Slice 1 of 'nan' has the pixel value NaN at x = 3, y = 4, but every pixel must be a"
                + " finite number.");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  @Test
  void withoutALibraryForThePlatformAModelsCommandSaysWhatToPutWhere() throws Exception {
    Path model = TinyModel.create(folder.resolve("tiny"), 1).path();
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch-native"))
            .collect(Collectors.joining(File.pathSeparator));
    Path file =
        JavaProcess.write(
            folder.resolve("generate.ijm"),
            "run(\"Diffusion Generate...\", \"model=[%s]\"); print(1);".formatted(model));
    JavaProcess process = JavaProcess.run(folder, classPath, Launcher.class, file.toString());
    assertThat(process.out()).isEmpty();
    assertThat(process.err())
        .containsOnlyOnce("There is no PyTorch library for " + System.getProperty("os.name"))
        .doesNotContain("\tat ");
    assertThat(process.exitCode()).isEqualTo(1);
  }

  private static long pixels(BufferedImage image, int rgb) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> (pixel & 0xffffff) == rgb).count();
  }
}
