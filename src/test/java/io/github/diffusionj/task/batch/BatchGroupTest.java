package io.github.diffusionj.task.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.file.ImageFiles;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.task.restore.NoiseChoice;
import io.github.diffusionj.task.restore.RestoreOptions;
import io.github.diffusionj.task.restore.RestoreTask;
import io.github.diffusionj.task.restore.Transform;
import io.github.diffusionj.task.restore.Uncertainty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that share network calls, each with a noise level of its own. */
class BatchGroupTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final int[] WIDTHS = {24, 24, 20, 24, 20, 24};

  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    TinyModel.create(folder.resolve("model"), 1);
    Files.createDirectories(folder.resolve("in"));
    for (int i = 0; i < WIDTHS.length; i++) {
      ImagePlus image = IJ.createImage("a", "32-bit ramp", WIDTHS[i], 16, 1 + i % 2);
      for (int slice = 1; slice <= image.getStackSize(); slice++) {
        ImageProcessor pixels = image.getStack().getProcessor(slice);
        float[] noise = new float[pixels.getPixelCount()];
        new NoiseField(i).fill(noise, 0, slice, 0, 1, 16, WIDTHS[i]);
        for (int p = 0; p < noise.length; p++) {
          pixels.setf(p, 100 * pixels.getf(p) + (1 + i) * noise[p]);
        }
      }
      ImageFiles.writeTiff(image, folder.resolve("in/%d.tif".formatted(i)));
    }
  }

  private BatchOutput restore(ImagePlus image, ModelSession models, Progress progress)
      throws IOException {
    OptionalDouble unknown = OptionalDouble.empty();
    RestoreOptions options =
        new RestoreOptions(
            folder.resolve("model"),
            new NoiseChoice(Transform.NONE, unknown, unknown, unknown),
            OptionalInt.of(3),
            2,
            Uncertainty.NONE,
            1,
            RangeChoice.of("0..100"),
            OutputType.SOURCE);
    return BatchOutput.of(new RestoreTask(options, models, false).run(image, progress).image());
  }

  private BatchSummary batch(String output, BatchTask.ItemCommand work) throws IOException {
    BatchOptions options =
        new BatchOptions(
            "restore",
            "",
            "hash",
            new FolderInput(folder.resolve("in"), "*", false),
            folder.resolve(output),
            "{name}");
    return new BatchTask(options, work, Throwable::getMessage, MODELS).run(Progress.NONE);
  }

  private BatchSummary batch(String output) throws IOException {
    return batch(output, (image, slices, models, progress) -> restore(image, models, progress));
  }

  private byte[] result(String output, int number) throws IOException {
    return Files.readAllBytes(folder.resolve("%s/%d.tif".formatted(output, number)));
  }

  @Test
  void eachGetsWhatItGetsAlone() throws IOException {
    assertThat(batch("out").done()).isEqualTo(WIDTHS.length);
    for (int i = 0; i < WIDTHS.length; i++) {
      ImagePlus source = ImageFiles.open(folder.resolve("in/%d.tif".formatted(i)));
      ImagePlus alone = restore(source, MODELS, Progress.NONE).main();
      ImagePlus together = ImageFiles.open(folder.resolve("out/%d.tif".formatted(i)));
      assertThat(together.getStackSize()).isEqualTo(alone.getStackSize());
      for (int slice = 1; slice <= alone.getStackSize(); slice++) {
        float[] expected = (float[]) alone.getStack().getPixels(slice);
        assertThat((float[]) together.getStack().getPixels(slice))
            .containsExactly(expected, within(2e-3f));
      }
      assertThat(noise(together)).isPresent().isEqualTo(noise(alone));
    }
  }

  private static Optional<String> noise(ImagePlus image) {
    return Provenance.of(image).flatMap(made -> made.get(ProvenanceKey.NOISE));
  }

  @Test
  void whatWasInterruptedGivesTheSameBytesInTheSameCompany() throws IOException {
    batch("clean");
    batch("again");
    for (int lost : List.of(1, 4)) {
      Files.delete(folder.resolve("again/%d.tif".formatted(lost)));
    }
    BatchSummary summary = batch("again");
    assertThat(summary.done()).isEqualTo(2);
    assertThat(summary.skipped()).isEqualTo(4);
    for (int i = 0; i < WIDTHS.length; i++) {
      assertThat(result("again", i)).isEqualTo(result("clean", i));
    }
  }

  @Test
  void oneThatFailsInTheMiddleHarmsNoOther() throws IOException {
    BatchTask.ItemCommand work =
        (image, slices, models, progress) -> {
          BatchOutput results = restore(image, models, progress);
          if (image.getTitle().equals("3.tif")) {
            throw new IllegalArgumentException("It is bad.");
          }
          return results;
        };
    BatchSummary summary = batch("out", work);
    batch("clean");
    assertThat(summary.done()).isEqualTo(5);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(folder.resolve("out/3.tif")).doesNotExist();
    assertThat(Files.readString(folder.resolve("out/manifest.csv"))).contains("failed,It is bad.");
    for (int i : new int[] {0, 1, 2, 4, 5}) {
      assertThat(result("out", i)).isEqualTo(result("clean", i));
    }
  }
}
