package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VanishedFolderTest {

  private static final int STEPS = 6;

  @TempDir Path temp;

  private Path images;

  @BeforeEach
  void makeImages() throws IOException {
    images = Files.createDirectory(temp.resolve("images"));
    for (int i = 0; i < 5; i++) {
      IJ.saveAsTiff(
          IJ.createImage("i", "8-bit ramp", 16 + i, 16, 1), images.resolve(i + ".tif").toString());
    }
  }

  /** Keeps a checkpoint after each step. */
  private static TrainOptions options(Path output, boolean resume) {
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(STEPS)
            .withBatch(2)
            .withOptimiser(new OptimiserSettings(2e-3, 0, 1, 0.9))
            .withDropClass(0);
    return TrainOptions.of(
            output,
            Optional.empty(),
            new ImageOptions(RangeChoice.of("type"), 16, false, ClassLabels.NONE, 0),
            new NetworkOptions(List.of(8), 1, 0, false))
        .withDiffusion(new DiffusionOptions(ScheduleType.LINEAR, 1000, Prediction.EPSILON))
        .withSettings(settings)
        .withRun(new RunOptions(resume, Duration.ZERO, Duration.ZERO));
  }

  private void train(Path output, boolean resume, Progress progress) throws IOException {
    new TrainTask(options(output, resume), TrainingView.NONE).run(images, progress);
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Does something once, when a message comes that starts so. */
  private static final class At implements Progress {

    private final String message;
    private final Action action;
    private boolean done;

    At(String message, Action action) {
      this.message = message;
      this.action = action;
    }

    @Override
    public void report(double fraction, String text) {
      if (!done && text.startsWith(message)) {
        done = true;
        try {
          action.run();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }

  @Test
  void whatIsRemovedWhileTrainingRunsIsWrittenAnew() throws IOException {
    Path whole = temp.resolve("whole");
    train(whole, false, Progress.NONE);
    Path model = temp.resolve("place/model");
    train(model, false, new At("Step 3", () -> delete(model.getParent())));
    SavedWeights.assertClose(model, whole);
    train(model, true, Progress.NONE); // nothing is left to do, but it can be resumed
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsReportedAndTrainingGoesOnOnceItIsBack() throws IOException {
    Path whole = temp.resolve("whole");
    train(whole, false, Progress.NONE);
    Path place = temp.resolve("place");
    Path away = temp.resolve("away");
    Path model = place.resolve("model");
    Action unplug =
        () -> {
          Files.move(place, away);
          Files.writeString(place, "in the way");
        };
    assertThatThrownBy(() -> train(model, false, new At("Step 3", unplug)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "Training stopped at step 4, which could not be saved in " + place + ": ")
        .hasMessageEndingWith("What was saved before is good, and resume goes on from it.");
    Files.delete(place);
    Files.move(away, place);
    assertThat(ModelFolder.open(model).name()).isEqualTo("model");
    train(model, true, Progress.NONE);
    SavedWeights.assertClose(model, whole);
  }

  @Test
  void whereNothingWasSavedNothingIsSaidToBeGood() throws IOException {
    Path place = temp.resolve("place");
    Action unplug =
        () -> {
          Files.move(place, temp.resolve("away"));
          Files.writeString(place, "in the way");
        };
    assertThatThrownBy(() -> train(place.resolve("m"), false, new At("Reading 2", unplug)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Training stopped at step 1, which could not be saved in " + place)
        .hasMessageEndingWith(" Nothing was saved before.");
  }

  @Test
  void imagesThatVanishWhileTheyAreReadAreReported() {
    assertThatThrownBy(
            () -> train(temp.resolve("m"), false, new At("Reading 2", () -> delete(images))))
        .isInstanceOf(IOException.class)
        .hasMessage("The folder %s vanished while it was read.".formatted(images));
    assertThat(temp.resolve("m")).doesNotExist();
  }

  @Test
  void imagesThatCannotBeReadAreNamedBeforeTrainingStarts() throws IOException {
    byte[] good = Files.readAllBytes(images.resolve("0.tif"));
    Files.write(images.resolve("6 cut.tif"), Arrays.copyOf(good, good.length / 2));
    Files.createFile(images.resolve("7 empty.png"));
    Files.writeString(images.resolve("8.jpg"), "no image");
    List<String> said = new ArrayList<>();
    TrainTask task = new TrainTask(options(temp.resolve("m"), false), new SaidLines(said));
    task.run(images, Progress.NONE);
    assertThat(said).hasSize(4);
    assertThat(said.get(0)).startsWith("Skipped 6 cut.tif: The file 6 cut.tif is cut off: ");
    assertThat(said.get(1)).isEqualTo("Skipped 7 empty.png: The file 7 empty.png is empty.");
    assertThat(said.get(2)).startsWith("Skipped 8.jpg: ");
    assertThat(said.get(3)).startsWith("Training m: ").contains(" on 5 images, 6 steps: ");
  }
}
