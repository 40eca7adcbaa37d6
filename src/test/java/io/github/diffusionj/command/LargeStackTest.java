package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.diffusionj.image.file.ImageFiles;
import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.plane.PlaneSink;
import io.github.diffusionj.image.plane.ScratchFiles;
import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.launch.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch over a stack that has more bytes than the heap of the virtual machine that runs it. */
class LargeStackTest {

  private static final int SIDE = 256;
  private static final int SLICES = 720;
  private static final int HEAP_MEGABYTES = 40;

  @TempDir Path folder;

  @BeforeEach
  void writeStack() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Random random = new Random(3);
    try (ScratchFiles scratch = new ScratchFiles(folder.resolve("stack"))) {
      PlaneSink planes = scratch.sink(PixelType.GREY8, SIDE, SIDE, SLICES);
      for (int slice = 0; slice < SLICES; slice++) {
        byte[] pixels = new byte[SIDE * SIDE];
        random.nextBytes(pixels);
        planes.write(slice, PixelBox.whole(SIDE, SIDE), pixels);
      }
      ImageStack stack = planes.stack();
      stack.setSliceLabel("the second", 2);
      ImagePlus image = new ImagePlus("stack", stack);
      image.setDimensions(1, SLICES / 2, 2);
      image.getCalibration().pixelDepth = 3;
      image.getCalibration().setUnit("um");
      image.setProp("sample", "wing disc");
      image.setDisplayRange(20, 200);
      ImageFiles.writeTiff(image, in.resolve("stack.tif"));
    }
  }

  private Path batch(String output, int megabytes) throws Exception {
    String text =
        """
        run("Diffusion Batch...", "command=noise options=[t=100 seed=5] input=[%1$s/in] output=[%1$s/%2$s]");
        """
            .formatted(folder.toString().replace('\\', '/'), output);
    Path macro = Files.writeString(folder.resolve(output + ".ijm"), text);
    JavaProcess batch =
        JavaProcess.runWithHeap(
            megabytes, folder, Launcher.class, macro.toString(), folder.toString());
    assertThat(batch.exitCode()).as(batch.out() + batch.err()).isZero();
    return folder.resolve(output);
  }

  @Test
  void givesTheFileThatItGivesWithEnoughMemory() throws Exception {
    assertThat(Files.size(folder.resolve("in/stack.tif"))).isGreaterThan(HEAP_MEGABYTES << 20);
    Path small = batch("small", HEAP_MEGABYTES);
    Path wanted = batch("wanted", 1024).resolve("stack-noise.tif");
    assertThat(Files.mismatch(small.resolve("stack-noise.tif"), wanted)).isEqualTo(-1);
    try (Stream<Path> files = Files.list(small)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("stack-noise.tif", "manifest.csv");
    }
  }
}
