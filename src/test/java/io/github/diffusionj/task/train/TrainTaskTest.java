package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.engine.training.Losses;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.StopAfter;
import io.github.diffusionj.task.generate.GenerateOptions;
import io.github.diffusionj.task.generate.GenerateTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import io.github.diffusionj.task.train.images.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  @TempDir Path folder;

  private TrainOptions options(String name, Optional<Path> first, int steps, Prediction wanted) {
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(steps)
            .withBatch(4)
            .withOptimiser(new OptimiserSettings(2e-3, 5, 0, 0.9))
            .withDropClass(0.2);
    return TrainOptions.of(
            folder.resolve(name),
            first,
            new ImageOptions(RangeChoice.of("type"), 16, false, ClassLabels.NONE, 0),
            new NetworkOptions(List.of(8, 16), 1, 1, false))
        .withDiffusion(new DiffusionOptions(ScheduleType.LINEAR, 1000, wanted))
        .withSettings(settings);
  }

  /** Stripes of −1 and 1: every patch has the same energy, so losses compare. */
  private static ImagePlus stripes() {
    byte[] pixels = new byte[48 * 40];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 4 % 2 == 0 ? 0 : 255);
    }
    return new ImagePlus("stripes", new ByteProcessor(48, 40, pixels));
  }

  /** The mean loss of the steps from one to before another. */
  private static double mean(TrainTask task, int from, int to) {
    return Arrays.stream(Losses.of(task.history()), from, to).average().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      value = Prediction.class,
      names = {"EPSILON", "SAMPLE", "V_PREDICTION"})
  void theLossFallsAndTheModelCanBeUsed(Prediction prediction) throws IOException {
    TrainTask task =
        new TrainTask(options("new", Optional.empty(), 500, prediction), TrainingView.NONE);
    task.run(stripes(), Progress.NONE);
    assertThat(task.history().steps()).isEqualTo(500);
    assertThat(mean(task, 400, 500)).isLessThan(0.7 * mean(task, 0, 20));
    ModelFolder model = ModelFolder.open(folder.resolve("new"));
    assertThat(model.scheduler().prediction()).isEqualTo(prediction);
    assertThat(model.notes().range()).isEqualTo("type");
    SamplerOptions sampler =
        new SamplerOptions(
            SamplerKind.DDIM, OptionalInt.of(2), TimestepSpacing.TRAILING, 0, Optional.of(true), 1);
    ImagePlus generated =
        new GenerateTask(
                new GenerateOptions(
                    model.path(), 2, OptionalInt.empty(), OptionalInt.empty(), sampler, 1),
                MODELS)
            .run(Progress.NONE);
    assertThat(generated.getStackSize()).isEqualTo(2);
    assertThat(generated.getWidth()).isEqualTo(16);
  }

  @Test
  void trainingGoesOnFromAModel() throws IOException {
    TrainTask first =
        new TrainTask(
            options("first", Optional.empty(), 80, Prediction.EPSILON), TrainingView.NONE);
    first.run(stripes(), Progress.NONE);
    Optional<Path> from = Optional.of(folder.resolve("first"));
    Path config = folder.resolve("first/unet/config.json");
    Files.writeString(
        config, Files.readString(config).replaceFirst("\\{", "{\"_name_or_path\": \"mine\","));
    TrainOptions options = options("second", from, 20, Prediction.EPSILON);
    TrainTask second =
        new TrainTask(options.withImages(range(options.images(), "auto")), TrainingView.NONE);
    second.run(stripes(), Progress.NONE);
    assertThat(ModelFolder.open(folder.resolve("second")).notes().range()).isEqualTo("type");
    assertThat(mean(second, 0, 20)).isLessThan(0.7 * mean(first, 0, 20));
    assertThat(folder.resolve("second/unet/config.json")).content().contains("\"mine\"");
  }

  private static ImageOptions range(ImageOptions images, String range) {
    return images.of(RangeChoice.of(range), images.rgb());
  }

  @ParameterizedTest
  @CsvSource({
    "auto, , percentile",
    "auto, auto, type",
    "auto, 0..4095, 0..4095",
    "type, percentile, type"
  })
  void withoutAChoiceTheRangeIsThatOfTheModelToGoOnFrom(
      String chosen, String declared, String used) {
    ImageOptions images =
        range(options("new", Optional.empty(), 1, Prediction.EPSILON).images(), chosen);
    ImageOptions decided = images.decided(Optional.ofNullable(declared).map(RangeChoice::of));
    assertThat(decided.range().text()).isEqualTo(used);
    assertThat(decided.patch()).isEqualTo(images.patch());
  }

  @Test
  void filesOfAFolderThatCannotBeUsedAreReportedAndTheRestIsTrainedOn() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    IJ.saveAsTiff(stripes(), images.resolve("good.tif").toString());
    IJ.saveAsTiff(
        IJ.createImage("small", "8-bit ramp", 12, 40, 1), images.resolve("small.tif").toString());
    Files.writeString(images.resolve("broken.tif"), "no image");
    Files.writeString(images.resolve("images.csv"), "file,class\n");
    List<String> said = new ArrayList<>();
    TrainTask task =
        new TrainTask(
            options("model", Optional.empty(), 2, Prediction.EPSILON), new SaidLines(said));
    task.run(images, Progress.NONE);
    assertThat(task.history().steps()).isEqualTo(2);
    List<String> skipped = SaidLines.skipped(said);
    assertThat(skipped).hasSize(2);
    assertThat(skipped.get(0)).startsWith("broken.tif: ");
    assertThat(skipped.get(1))
        .isEqualTo(
            "small.tif: 'small.tif' has 12×40 pixels, which is less than the patch size 16.");
  }

  @Test
  void labelsThatNoImageHasAreRefused() throws IOException {
    TrainOptions options = options("model", Optional.empty(), 2, Prediction.EPSILON);
    assertThatThrownBy(
            () ->
                new TrainTask(labelled(options, "slices"), TrainingView.NONE)
                    .run(stripes(), Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "labels must be none or give images a class, but is slices, and none of the 1 images has a label.");
    assertThat(options.output()).doesNotExist();
  }

  private static TrainOptions labelled(TrainOptions options, String labels) {
    ImageOptions old = options.images();
    return options.withImages(
        new ImageOptions(old.range(), old.patch(), old.rgb(), ClassLabels.of(labels), 0));
  }

  @Test
  void someImagesWithoutALabelAreTold() throws IOException {
    ImagePlus stack = IJ.createImage("stack", "8-bit ramp", 20, 20, 3);
    stack.getStack().setSliceLabel("mitosis", 2);
    List<String> said = new ArrayList<>();
    TrainOptions options = options("model", Optional.empty(), 1, Prediction.EPSILON);
    new TrainTask(labelled(options, "slices"), new SaidLines(said)).run(stack, Progress.NONE);
    assertThat(said.get(0))
        .isEqualTo("2 of 3 images have no label and teach what no class looks like.");
  }

  @Test
  void aModelWhoseClassesHaveNoNamesDoesNotLoseThem() throws IOException {
    ModelFolder first =
        TinyModel.create(
            folder.resolve("first"), TinyModel.network(1).withClasses(10), Prediction.EPSILON);
    TrainOptions options = options("second", Optional.of(first.path()), 1, Prediction.EPSILON);
    assertThatThrownBy(
            () -> new TrainTask(options, TrainingView.NONE).run(stripes(), Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model first has 10 classes without names, which would be lost; classes in its"
                + " diffusionj.json must name them.");
  }

  @Test
  void aFolderWithoutImagesIsRefused() {
    TrainTask task =
        new TrainTask(options("model", Optional.empty(), 2, Prediction.EPSILON), TrainingView.NONE);
    assertThatThrownBy(() -> task.run(folder, Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " has no image to train on.");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  @Test
  void whatWasLearnedBeforeEscIsSaved() throws IOException {
    TrainTask task =
        new TrainTask(
            options("stopped", Optional.empty(), 50, Prediction.EPSILON), TrainingView.NONE);
    task.run(stripes(), new StopAfter(3));
    assertThat(task.history().steps()).isEqualTo(3);
    assertThat(ModelFolder.open(folder.resolve("stopped")).name()).isEqualTo("stopped");
  }

  @Test
  void escBeforeTheFirstStepLeavesAnOlderModelAsItWas() throws IOException {
    new TrainTask(options("older", Optional.empty(), 2, Prediction.EPSILON), TrainingView.NONE)
        .run(stripes(), Progress.NONE);
    String before = ModelFolder.open(folder.resolve("older")).hash();
    TrainTask stopped =
        new TrainTask(options("older", Optional.empty(), 2, Prediction.EPSILON), TrainingView.NONE);
    assertThatThrownBy(() -> stopped.run(stripes(), new StopAfter(0)))
        .isInstanceOf(CancelledException.class);
    assertThat(ModelFolder.open(folder.resolve("older")).hash()).isEqualTo(before);
  }

  @Test
  void aFolderThatIsNoModelIsNotOverwritten() throws IOException {
    Path precious = Files.createDirectories(folder.resolve("precious"));
    Files.writeString(precious.resolve("notes.txt"), "mine");
    TrainTask task =
        new TrainTask(
            options("precious", Optional.empty(), 2, Prediction.EPSILON), TrainingView.NONE);
    assertThatThrownBy(() -> task.run(stripes(), Progress.NONE)).isInstanceOf(IOException.class);
    assertThat(task.history().steps()).as("refused before time is spent").isZero();
    assertThat(precious.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aTrainingThatWasStoppedIsResumedWithTheSameSettingsAlone() throws IOException {
    TrainOptions options = options("resumed", Optional.empty(), 6, Prediction.EPSILON);
    TrainTask stopped = new TrainTask(options, TrainingView.NONE);
    stopped.run(stripes(), new StopAfter(2));
    TrainTask resumed = new TrainTask(resumed(options, 6), TrainingView.NONE);
    resumed.run(stripes(), Progress.NONE);
    assertThat(resumed.history().steps()).isEqualTo(6);
    assertThat(Arrays.copyOf(Losses.of(resumed.history()), stopped.history().steps()))
        .containsExactly(Losses.of(stopped.history()));
    assertThatThrownBy(
            () ->
                new TrainTask(resumed(options, 7), TrainingView.NONE).run(stripes(), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "steps was 6 in the training to resume, but is 7; resume needs the same settings.");
  }

  private static TrainOptions resumed(TrainOptions options, int steps) {
    return options
        .withSettings(options.settings().withSteps(steps))
        .withRun(options.run().withResume(true));
  }

  @Test
  void aNewTrainingLeavesTheCheckpointOfAnOlderOneUntilItHasItsOwn() throws IOException {
    TrainOptions older = options("again", Optional.empty(), 6, Prediction.EPSILON);
    TrainOptions newer = options("again", Optional.empty(), 7, Prediction.EPSILON);
    Path checkpoint = TrainingFiles.of(older.output()).checkpoint();
    new TrainTask(older, TrainingView.NONE).run(stripes(), new StopAfter(2));
    byte[] before = Files.readAllBytes(checkpoint);
    assertThatThrownBy(
            () -> new TrainTask(newer, TrainingView.NONE).run(stripes(), new BreaksAt("Step 3")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(before);
    TrainTask resumed = new TrainTask(resumed(older, 6), TrainingView.NONE);
    resumed.run(stripes(), new StopAfter(2));
    assertThat(resumed.history().steps()).isEqualTo(4);
    new TrainTask(newer, TrainingView.NONE).run(stripes(), new StopAfter(1));
    TrainTask last = new TrainTask(resumed(older, 7), TrainingView.NONE);
    last.run(stripes(), Progress.NONE);
    assertThat(last.history().steps()).isEqualTo(7);
  }

  /** Work that fails when a message comes that starts so. */
  private record BreaksAt(String message) implements Progress {

    @Override
    public void report(double fraction, String text) {
      if (text.startsWith(message)) {
        throw new IllegalStateException(text);
      }
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }

  @Test
  void aSecondTrainingIsRefusedAndTheFirstGoesOn() throws IOException {
    TrainTask first =
        new TrainTask(options("first", Optional.empty(), 2, Prediction.EPSILON), TrainingView.NONE);
    TrainTask second =
        new TrainTask(
            options("second", Optional.empty(), 2, Prediction.EPSILON), TrainingView.NONE);
    first.run(stripes(), new RefusesMeanwhile(second));
    assertThat(first.history().steps()).isEqualTo(2);
    second.run(stripes(), Progress.NONE);
    assertThat(second.history().steps()).isEqualTo(2);
  }

  /** Tries another training at each step. */
  private record RefusesMeanwhile(TrainTask other) implements Progress {

    @Override
    public void report(double fraction, String message) {
      assertThatThrownBy(() -> other.run(stripes(), Progress.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Another training is running, and there can be one at a time; wait for it, or stop it with Esc.");
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }

  @Test
  void resumeWithoutATrainingIsRefused() {
    TrainOptions options = options("nothing", Optional.empty(), 6, Prediction.EPSILON);
    assertThatThrownBy(
            () ->
                new TrainTask(resumed(options, 6), TrainingView.NONE).run(stripes(), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("There is no training to resume: ");
  }

  @Test
  void theModelHasACardAndALossCurveButKeepsACardOfSomebodysOwn() throws IOException {
    TrainOptions options = options("carded", Optional.empty(), 3, Prediction.EPSILON);
    new TrainTask(options, TrainingView.NONE).run(stripes(), Progress.NONE);
    Path card = options.output().resolve("README.md");
    assertThat(card)
        .content()
        .contains("# carded", "| steps | 3 |", "| seed | 1 |", "of 1 images", "3 of 3 steps");
    assertThat(options.output().resolve("training-loss.png")).isNotEmptyFile();
    Files.writeString(card, "My own words.");
    new TrainTask(options, TrainingView.NONE).run(stripes(), Progress.NONE);
    assertThat(card).hasContent("My own words.");
  }

  @Test
  void aBatchThatCannotFitIsRefusedByName() {
    TrainOptions options =
        TrainOptions.of(
                folder.resolve("huge"),
                Optional.empty(),
                new ImageOptions(RangeChoice.of("type"), 1024, false, ClassLabels.NONE, 0),
                new NetworkOptions(List.of(1024, 1024), 8, 0, false))
            .withSettings(TrainingSettings.DEFAULT.withBatch(4096));
    ImagePlus image = IJ.createImage("big", "8-bit ramp", 1024, 1024, 1);
    assertThatThrownBy(() -> new TrainTask(options, TrainingView.NONE).run(image, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batch must be lower (or patch or channels smaller) than 4096: ");
  }
}
