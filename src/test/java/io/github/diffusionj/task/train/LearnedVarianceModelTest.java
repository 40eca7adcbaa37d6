package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.bound.BoundOptions;
import io.github.diffusionj.task.bound.BoundResult;
import io.github.diffusionj.task.bound.VariationalBoundTask;
import io.github.diffusionj.task.generate.GenerateOptions;
import io.github.diffusionj.task.generate.GenerateTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.train.images.ClassLabels;
import io.github.diffusionj.task.train.images.ImageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedVarianceModelTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  @TempDir Path folder;

  private TrainOptions options(
      String name, Optional<Path> first, boolean learned, boolean resume, String device) {
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(4)
            .withBatch(4)
            .withOptimiser(new OptimiserSettings(2e-3, 0, 0, 0.9))
            .withDropClass(0)
            .withDevice(device);
    return TrainOptions.of(
            folder.resolve(name),
            first,
            new ImageOptions(RangeChoice.of("type"), 16, false, ClassLabels.NONE, 0),
            new NetworkOptions(List.of(8, 16), 1, 0, learned))
        .withDiffusion(new DiffusionOptions(ScheduleType.LINEAR, 20, Prediction.EPSILON))
        .withSettings(settings)
        .withRun(RunOptions.DEFAULT.withResume(resume));
  }

  private void train(String name, Optional<Path> first, boolean learned) throws IOException {
    new TrainTask(options(name, first, learned, false, "auto"), TrainingView.NONE)
        .run(ramp(), Progress.NONE);
  }

  private static ImagePlus ramp() {
    return IJ.createImage("ramp", "8-bit ramp", 16, 16, 1);
  }

  @Test
  void theModelSaysSoSamplesWithItsVarianceHasABoundAndCanBeGoneOnFrom() throws IOException {
    train("learned", Optional.empty(), true);
    ModelFolder model = ModelFolder.open(folder.resolve("learned"));
    assertThat(model.scheduler().variance()).isEqualTo(Variance.LEARNED_RANGE);
    assertThat(model.network().outChannels()).isEqualTo(2);
    SamplerOptions sampler =
        new SamplerOptions(
            SamplerKind.DDPM, OptionalInt.of(5), TimestepSpacing.TRAILING, 0, Optional.of(true), 1);
    ImagePlus generated =
        new GenerateTask(
                new GenerateOptions(
                    model.path(), 1, OptionalInt.empty(), OptionalInt.empty(), sampler, 1),
                MODELS)
            .run(Progress.NONE);
    assertThat(generated.getWidth()).isEqualTo(16);
    BoundResult bound =
        new VariationalBoundTask(
                new BoundOptions(
                    model.path(),
                    2,
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.of(false),
                    RangeChoice.of("type"),
                    1),
                MODELS)
            .run(ImagePart.whole(ramp()), Progress.NONE);
    assertThat(bound.variance()).isEqualTo(Variance.LEARNED_RANGE);
    assertThat(bound.mean().total().value()).isPositive().isFinite();
    train("second", Optional.of(model.path()), false);
    assertThat(ModelFolder.open(folder.resolve("second")).scheduler().variance())
        .isEqualTo(Variance.LEARNED_RANGE);
  }

  @Test
  void aModelThatLearnedNoneCannotBeGoneOnFromWithALearnedVariance() throws IOException {
    train("fixed", Optional.empty(), false);
    assertThatThrownBy(() -> train("third", Optional.of(folder.resolve("fixed")), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model fixed learned no variance, so learned_variance must be false, but is true.");
  }

  @Test
  void itIsOneOfTheSettingsThatResumeNeeds() throws IOException {
    train("m", Optional.empty(), true);
    assertThatThrownBy(
            () ->
                new TrainTask(
                        options("m", Optional.empty(), false, true, "auto"), TrainingView.NONE)
                    .run(ramp(), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "learned_variance was true in the training to resume, but is not there; resume needs"
                + " the same settings.");
  }

  @Test
  void aDeviceThatIsNotThereIsRefusedBeforeAnythingIsRead() {
    TrainTask task =
        new TrainTask(options("m", Optional.empty(), false, false, "gpu999"), TrainingView.NONE);
    assertThatThrownBy(() -> task.run(folder.resolve("no folder"), Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("device gpu999 is not there: PyTorch sees ");
    assertThatThrownBy(() -> options("m", Optional.empty(), false, false, "cuda"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device must be auto, cpu, gpu0, gpu1 and so on, or mps, but is 'cuda'.");
  }
}
