package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diffusion Batch over the slices of an open stack, by macro. */
class BatchStackTest {

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    TinyModel.create(folder.resolve("model"), 1);
    out = folder.resolve("out");
  }

  private String denoise(String more) {
    return "t=300 steps=3 range=0..100 model=[" + folder.resolve("model") + "]" + more;
  }

  private MacroCall batch(ImagePlus image, String options, String more) throws Exception {
    return MacroCall.of(
        "manage.batch",
        image,
        "command=denoise options=[%s] output=[%s] %s".formatted(options, out, more));
  }

  private List<String> results() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static ImagePlus stack() {
    ImagePlus stack = IJ.createImage("my stack.tif", "32-bit ramp", 20, 14, 12);
    for (int i = 1; i <= 12; i++) {
      stack.getStack().getProcessor(i).multiply(5 * i);
    }
    return stack;
  }

  @Test
  void aSliceGetsWhatTheCommandAloneGivesIt() throws Exception {
    ImagePlus stack = stack();
    stack.setSlice(7);
    assertThat(batch(stack, denoise(""), "slices=9-11").message()).isEmpty();
    assertThat(results())
        .containsExactly(
            "manifest.csv",
            "my stack-z09-denoise.tif",
            "my stack-z10-denoise.tif",
            "my stack-z11-denoise.tif");
    ImagePlus alone = MacroCall.of("denoise", stack, denoise(" slices=10")).result();
    ImagePlus made = ImageFiles.open(out.resolve("my stack-z10-denoise.tif"));
    assertThat(made.getStackSize()).isEqualTo(1);
    assertThat((float[]) made.getProcessor().getPixels())
        .containsExactly((float[]) alone.getProcessor().getPixels(), within(2e-3f));
    assertThat(stack.getCurrentSlice()).isEqualTo(7);
    assertThat(stack.isLocked()).isFalse();
  }

  @Test
  void aBadSliceIsReportedAndTheRestGoOn() throws Exception {
    ImagePlus stack = stack();
    stack.getStack().getProcessor(4).setf(3, 2, Float.NaN);
    assertThat(batch(stack, denoise(""), "").message())
        .hasValueSatisfying(text -> assertThat(text).contains("11 of 12 files done, 1 failed"));
    assertThat(results()).hasSize(12).doesNotContain("my stack-z04-denoise.tif");
    List<String> lines = Files.readAllLines(out.resolve("manifest.csv"));
    assertThat(lines).hasSize(13);
    assertThat(lines.get(4))
        .startsWith("my stack-z04.tif,")
        .contains(",failed,")
        .contains("Slice 4 of 'my stack.tif' has the pixel value NaN");
  }

  @Test
  void whatIsDoneIsLeftAloneUnlessTheSliceHasChanged() throws Exception {
    ImagePlus stack = stack();
    batch(stack, denoise(""), "");
    Path first = out.resolve("my stack-z01-denoise.tif");
    byte[] before = Files.readAllBytes(first);
    Files.delete(out.resolve("my stack-z02-denoise.tif"));
    stack.getStack().getProcessor(3).add(7);
    byte[] third = Files.readAllBytes(out.resolve("my stack-z03-denoise.tif"));
    assertThat(batch(stack, denoise(""), "").message()).isEmpty();
    assertThat(results()).hasSize(13);
    assertThat(Files.readAllBytes(first)).isEqualTo(before);
    assertThat(Files.readAllBytes(out.resolve("my stack-z03-denoise.tif"))).isNotEqualTo(third);
  }

  /** Whether one slice that was done before is worked on again. */
  private boolean inpaintsAgain(ImagePlus stack, String region) throws Exception {
    ImagePlus mask = IJ.createImage("mask", "8-bit black", 20, 14, 1);
    mask.getProcessor().set(3, 3, 255);
    Interpreter.batchMode = true; // else it is not taken; the call switches it off again
    Interpreter.addBatchModeImage(mask);
    Path made = out.resolve("my stack-z01-inpaint.tif");
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    if (Files.exists(made)) {
      Files.setLastModifiedTime(made, longAgo);
    }
    String options =
        "command=inpaint slices=1 output=[%s] options=[steps=2 region=%s model=[%s]]"
            .formatted(out, region, folder.resolve("model"));
    assertThat(MacroCall.of("manage.batch", stack, options).message()).isEmpty();
    return !Files.getLastModifiedTime(made).equals(longAgo);
  }

  @Test
  void anotherSelectionIsInpaintedAnewAndAMaskAlways() throws Exception {
    ImagePlus stack = stack();
    stack.setRoi(2, 2, 4, 4);
    assertThat(inpaintsAgain(stack, "selection")).isTrue();
    assertThat(inpaintsAgain(stack, "selection")).isFalse();
    stack.setRoi(2, 2, 5, 4);
    assertThat(inpaintsAgain(stack, "selection")).isTrue();
    assertThat(inpaintsAgain(stack, "mask")).isTrue();
    assertThat(inpaintsAgain(stack, "mask")).isTrue();
  }

  @Test
  void aResidualLiesBesideItsResultAndOverwritesNothing() throws Exception {
    Files.createDirectories(out);
    Files.writeString(out.resolve("my stack-z02-restore-difference.tif"), "mine");
    String options =
        "command=restore slices=1-2 output=[%s] options=[sigma=5 range=0..100 residual model=[%s]]"
            .formatted(out, folder.resolve("model"));
    assertThat(MacroCall.of("manage.batch", stack(), options).message())
        .hasValueSatisfying(text -> assertThat(text).contains("1 of 2 files done, 1 failed"));
    assertThat(results())
        .containsExactly(
            "manifest.csv",
            "my stack-z01-restore-difference.tif",
            "my stack-z01-restore.tif",
            "my stack-z02-restore-difference.tif");
    assertThat(out.resolve("my stack-z02-restore-difference.tif")).hasContent("mine");
  }

  @Test
  void theChannelsOfAHyperstackStayTogether() throws Exception {
    ImagePlus stack = stack();
    stack.setDimensions(2, 2, 3);
    assertThat(batch(stack, denoise(""), "slices=t2-3 naming={name}").message()).isEmpty();
    assertThat(results())
        .containsExactly(
            "manifest.csv",
            "my stack-z1-t2.tif",
            "my stack-z1-t3.tif",
            "my stack-z2-t2.tif",
            "my stack-z2-t3.tif");
    assertThat(ImageFiles.open(out.resolve("my stack-z1-t3.tif")).getNChannels()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    assertThat(batch(null, denoise(""), "").message())
        .contains("input must be a folder or a file, or an image must be open for its slices.");
    assertThat(batch(stack(), denoise(" slices=3"), "").message())
        .contains(
            "slices must be given to Diffusion Batch itself, not in options, for an open stack.");
    assertThat(batch(stack(), denoise(""), "slices=2 input=[" + folder + "]").message())
        .contains("slices is for an open stack; with input put it into the command's options.");
    assertThat(out).doesNotExist();
  }
}
