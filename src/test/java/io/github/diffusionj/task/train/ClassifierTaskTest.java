package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.training.Losses;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.task.Notes;
import io.github.diffusionj.task.StopAfter;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training the classifier of a model. */
class ClassifierTaskTest {

  @TempDir Path folder;

  private ModelFolder model;

  @BeforeEach
  void createModel() throws IOException {
    model = TinyModel.create(folder.resolve("model"), 1);
  }

  private TrainOptions options(ClassLabels labels, int holdOut, int steps, boolean resume) {
    return TrainOptions.of(
            model.path(),
            Optional.empty(),
            new ImageOptions(RangeChoice.of("percentile"), 8, true, labels, holdOut),
            new NetworkOptions(List.of(8, 16), 1, 1, false))
        .withDiffusion(new DiffusionOptions(ScheduleType.SIGMOID, 10, Prediction.V_PREDICTION))
        .withSettings(
            TrainingSettings.DEFAULT
                .withSteps(steps)
                .withBatch(8)
                .withOptimiser(new OptimiserSettings(5e-3, 5, 1, 0.9))
                .withWeighting(LossWeighting.MIN_SNR)
                .withDropClass(1))
        .withRun(RunOptions.DEFAULT.withResume(resume));
  }

  private static final ClassLabels SLICES = ClassLabels.of("slices");

  /** Stripes, every second labelled slice of them brighter; every third slice has no label. */
  private static ImagePlus stripes() {
    ImageStack stack = new ImageStack(24, 20);
    for (int slice = 0; slice < 9; slice++) {
      ByteProcessor pixels = new ByteProcessor(24, 20);
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 24; x++) {
          pixels.set(x, y, x / 2 % 2 == 0 ? 40 : 210);
        }
      }
      if (slice % 3 == 1) {
        pixels.gamma(0.3);
      }
      stack.addSlice(slice % 3 == 2 ? null : slice % 3 == 0 ? "dark" : "bright", pixels);
    }
    return new ImagePlus("stripes", stack);
  }

  @Test
  void theClassifierLiesBesideTheModelWithACardThatSaysHowOftenItIsRight() throws IOException {
    String hash = model.hash();
    Notes notes = new Notes();
    TrainTask task = TrainTask.ofClassifier(options(SLICES, 4, 60, false), TrainingView.NONE);
    task.run(stripes(), notes);
    assertThat(task.history().steps()).isEqualTo(60);
    double[] losses = Losses.of(task.history()); // one batch's alone says little
    assertThat(Arrays.stream(losses, 40, 60).average().orElseThrow())
        .isLessThan(Arrays.stream(losses, 0, 20).average().orElseThrow());
    ClassifierFolder classifier = ClassifierFolder.of(model).orElseThrow();
    assertThat(classifier.config().classes()).containsExactly("bright", "dark");
    assertThat(classifier.config().encoder().inChannels()).as("the model's").isEqualTo(1);
    assertThat(classifier.config().schedule()).isEqualTo(model.scheduler().scheduleText());
    assertThat(model.hash()).isEqualTo(hash);
    assertThat(classifier.path().resolve("README.md"))
        .content()
        .contains("# classifier of model", "| quarter 1 of T |", "| range | type |", "## Limits");
    assertThat(notes.sentences())
        .singleElement()
        .asString()
        .startsWith("The classifier of model is right for");
    assertThat(folder.resolve("model.classifier.training/checkpoint.safetensors")).exists();
  }

  @Test
  void whereNoneIsHeldOutTheImagesThatItWasTrainedOnJudge() throws IOException {
    TrainTask.ofClassifier(options(SLICES, 100, 1, false), TrainingView.NONE)
        .run(stripes(), Progress.NONE);
    assertThat(ClassifierFolder.of(model).orElseThrow().path().resolve("README.md"))
        .content()
        .contains("right, of 256 patches of the images that it was trained on");
  }

  @Test
  void imagesWithoutALabelAreLeftOutAndReported() throws IOException {
    List<String> said = new ArrayList<>();
    TrainTask.ofClassifier(options(SLICES, 0, 1, false), new SaidLines(said))
        .run(stripes(), Progress.NONE);
    assertThat(SaidLines.skipped(said))
        .containsExactly(
            "Slice 3: it has no label.", "Slice 6: it has no label.", "Slice 9: it has no label.");
  }

  @Test
  void aTrainingThatWasStoppedIsResumed() throws IOException {
    TrainTask.ofClassifier(options(SLICES, 0, 4, false), TrainingView.NONE)
        .run(stripes(), new StopAfter(2));
    TrainTask resumed = TrainTask.ofClassifier(options(SLICES, 0, 4, true), TrainingView.NONE);
    resumed.run(stripes(), Progress.NONE);
    assertThat(resumed.history().steps()).isEqualTo(4);
    assertThatThrownBy(
            () ->
                TrainTask.ofClassifier(options(SLICES, 0, 5, true), TrainingView.NONE)
                    .run(stripes(), Progress.NONE))
        .hasMessageStartingWith("steps was 4 in the training to resume, but is 5");
  }

  @Test
  void aFolderIsReadAsATableSays() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (String name : List.of("a", "b", "c")) {
      IJ.saveAsTiff(
          IJ.createImage(name, "8-bit ramp", 16, 16, 1), images.resolve(name + ".tif").toString());
    }
    Path table = folder.resolve("labels.csv");
    Files.writeString(table, "file,label\na.tif,one\nb.tif,two\n");
    List<String> said = new ArrayList<>();
    TrainTask.ofClassifier(
            options(ClassLabels.of(table.toString()), 0, 1, false), new SaidLines(said))
        .run(images, Progress.NONE);
    assertThat(SaidLines.skipped(said)).containsExactly("c.tif: it has no label.");
    assertThat(ClassifierFolder.of(model).orElseThrow().config().classes())
        .containsExactly("one", "two");
  }

  @Test
  void withoutLabelsOrWithOneClassThereIsNothingToTell() {
    assertRefused(
        options(ClassLabels.NONE, 0, 1, false),
        stripes(),
        "labels must be slices, folders or a CSV file to train a classifier, but is none.");
    ImagePlus one = stripes();
    for (int slice = 1; slice <= 9; slice++) {
      one.getStack().setSliceLabel("same", slice);
    }
    assertRefused(
        options(SLICES, 0, 1, false),
        one,
        "A classifier needs images of at least two classes, but all of these are 'same'.");
    assertThat(ClassifierFolder.isIn(model)).isFalse();
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    TrainOptions options = options(SLICES, 0, 1, false);
    Path missing = folder.resolve("missing");
    TrainOptions elsewhere =
        TrainOptions.of(missing, Optional.empty(), options.images(), options.network());
    assertThatThrownBy(
            () ->
                TrainTask.ofClassifier(elsewhere, TrainingView.NONE).run(stripes(), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage("There is no model folder " + missing + ".");
  }

  private static void assertRefused(TrainOptions options, ImagePlus image, String message) {
    assertThatThrownBy(
            () -> TrainTask.ofClassifier(options, TrainingView.NONE).run(image, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
