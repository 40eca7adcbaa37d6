package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which sampler and which times the choices stand for, with models of each scheduler class. */
class SamplerChoiceTest {

  private static final int USUAL = 50;

  @TempDir static Path temp;
  private static Path tiny;

  @BeforeAll
  static void writeModel() throws IOException {
    tiny = TinyModel.create(temp.resolve("tiny"), 1).path();
  }

  private static ModelFolder model(String scheduler) throws IOException {
    Path file = tiny.resolve("scheduler/scheduler_config.json");
    Files.writeString(
        file,
        "{\"_class_name\": \"%s\", \"beta_schedule\": \"linear\"}"
            .formatted(scheduler + "Scheduler"));
    return ModelFolder.open(tiny);
  }

  private static SamplerOptions options(SamplerKind kind, SpacingChoice spacing, int steps) {
    OptionalInt count = steps == 0 ? OptionalInt.empty() : OptionalInt.of(steps);
    return new SamplerOptions(kind, count, spacing, 0, Optional.empty(), 1);
  }

  private static List<SamplingStep> plan(ModelFolder model, SamplerOptions options, int t) {
    return options.plan(model.scheduler(), model.scheduler().schedule(), t);
  }

  private static Provenance record(ModelFolder model, SamplerOptions options, int t) {
    SamplerOptions settled = options.settled(model.scheduler(), t, USUAL);
    return settled.record(Provenance.by("test"), model.scheduler(), plan(model, settled, t));
  }

  @ParameterizedTest
  @CsvSource({
    "DDPM, ddim, trailing, DDPMScheduler, leading",
    "DDPMParallel, ddim, trailing, DDPMParallelScheduler, leading",
    "DDIM, DDIMScheduler, leading, DDIMScheduler, leading",
    "DDIMParallel, DDIMParallelScheduler, leading, DDIMParallelScheduler, leading",
    "PNDM, PNDMScheduler, leading, PNDMScheduler, leading",
    "IPNDM, IPNDMScheduler, trailing, IPNDMScheduler, trailing",
    "DPMSolverMultistep, DPMSolverMultistepScheduler, linspace, DPMSolverMultistepScheduler, linspace",
    "DPMSolverSinglestep, DPMSolverSinglestepScheduler, linspace, DPMSolverSinglestepScheduler, linspace",
    "UniPCMultistep, UniPCMultistepScheduler, linspace, UniPCMultistepScheduler, linspace",
    "DEISMultistep, DEISMultistepScheduler, linspace, DEISMultistepScheduler, linspace",
    "HeunDiscrete, HeunDiscreteScheduler, linspace, HeunDiscreteScheduler, linspace",
    "EulerDiscrete, EulerDiscreteScheduler, linspace, EulerDiscreteScheduler, linspace",
    "EulerAncestralDiscrete, EulerAncestralDiscreteScheduler, linspace, EulerAncestralDiscreteScheduler, linspace"
  })
  void autoIsTheModelsOwnButForDdpmAndModelIsItsOwnAlways(
      String scheduler, String auto, String autoSpacing, String own, String ownSpacing)
      throws IOException {
    ModelFolder model = model(scheduler);
    Provenance byAuto = record(model, options(SamplerKind.AUTO, SpacingChoice.AUTO, 8), 1000);
    assertThat(byAuto.get(ProvenanceKey.SAMPLER)).hasValue(auto);
    assertThat(byAuto.get(ProvenanceKey.SPACING)).hasValue(autoSpacing);
    Provenance byModel = record(model, options(SamplerKind.MODEL, SpacingChoice.AUTO, 8), 1000);
    assertThat(byModel.get(ProvenanceKey.SAMPLER)).hasValue(own);
    assertThat(byModel.get(ProvenanceKey.SPACING)).hasValue(ownSpacing);
  }

  @ParameterizedTest
  @CsvSource({"auto, 1000, trailing", "model, 876, leading", "trailing, 1000, trailing"})
  void aNamedSamplerTakesTrailingTimesUnlessAnotherSpacingIsNamed(
      String spacing, int first, String recorded) throws IOException {
    ModelFolder model = model("DDIM");
    SamplerOptions options = options(SamplerKind.DPMPP_2M, SpacingChoice.of(spacing), 8);
    assertThat(plan(model, options, 1000).get(0).t()).isEqualTo(first);
    assertThat(record(model, options, 1000).get(ProvenanceKey.SPACING)).hasValue(recorded);
  }

  @ParameterizedTest
  @EnumSource(SamplerKind.class)
  void theRecordHasTheStepsThatWereAskedForWhateverTimesAreVisited(SamplerKind kind)
      throws IOException {
    ModelFolder model = model("PNDM");
    assertThat(record(model, options(kind, SpacingChoice.AUTO, 12), 1000).steps()).hasValue(12);
    assertThat(record(model, options(kind, SpacingChoice.AUTO, 0), 1000).steps()).hasValue(USUAL);
    assertThat(record(model, options(kind, SpacingChoice.AUTO, 0), 20).steps()).hasValue(20);
    assertThat(record(model, options(kind, SpacingChoice.AUTO, 0), 0).steps()).isEmpty();
  }

  @Test
  void spacingThatLeavesOutTheLastTimeHasOneStepLess() throws IOException {
    ModelFolder model = model("DPMSolverMultistep");
    SamplerOptions auto = options(SamplerKind.AUTO, SpacingChoice.AUTO, 0);
    assertThat(record(model, auto, 20).steps()).hasValue(19);
    assertThat(record(model, auto, 1).steps()).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = SamplerKind.class,
      names = {"AUTO", "DDIM", "DDPM", "IPNDM", "PNDM"})
  void spacingsInNoiseAreRefusedWhereTheMethodHasNone(SamplerKind kind) throws IOException {
    ModelFolder model = model("DDPM");
    String name = kind == SamplerKind.AUTO ? "auto, which is ddim for this model" : kind.label();
    for (SpacingChoice spacing : List.of(SpacingChoice.KARRAS, SpacingChoice.EXPONENTIAL)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plan(model, options(kind, spacing, 8), 1000))
          .withMessageStartingWith("spacing %s is not for sampler %s; use", spacing.label(), name);
    }
  }

  @Test
  void aModelsOwnSamplerThatCanNotBeFollowedIsRefusedAndOthersAreNot() throws IOException {
    ModelFolder model = model("LMSDiscrete");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> record(model, options(SamplerKind.AUTO, SpacingChoice.AUTO, 8), 1000))
        .withMessageContaining("name another sampler");
    assertThat(plan(model, options(SamplerKind.DDIM, SpacingChoice.AUTO, 8), 1000)).hasSize(8);
  }

  @Test
  void anInvertedImagesRecordFillsWhatIsLeftOpenAlone() {
    Provenance inverted =
        Provenance.by("test")
            .with(ProvenanceKey.SAMPLER, "ddim")
            .with(ProvenanceKey.SPACING, "trailing")
            .with(ProvenanceKey.STEPS, 7);
    assertThat(options(SamplerKind.AUTO, SpacingChoice.AUTO, 0).like(inverted))
        .isEqualTo(options(SamplerKind.DDIM, SpacingChoice.TRAILING, 7));
    assertThat(options(SamplerKind.HEUN, SpacingChoice.AUTO, 0).like(inverted))
        .isEqualTo(options(SamplerKind.HEUN, SpacingChoice.AUTO, 7));
    assertThat(options(SamplerKind.AUTO, SpacingChoice.LEADING, 9).like(inverted))
        .isEqualTo(options(SamplerKind.DDIM, SpacingChoice.LEADING, 9));
  }
}
