package io.github.diffusionj.task.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.Notes;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.StopAfter;
import io.github.diffusionj.task.noise.ForwardForm;
import io.github.diffusionj.task.noise.NoiseOptions;
import io.github.diffusionj.task.noise.NoiseTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.schedule.ScheduleChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenoiseTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final RangeChoice RAW = RangeChoice.of(RangeChoice.Mode.RAW);
  private static final OptionalInt RECORDED = OptionalInt.empty();

  @TempDir static Path folder;
  private static Path tiny;

  @BeforeAll
  static void writeModel() throws IOException {
    tiny = TinyModel.create(folder.resolve("tiny"), 1).path();
  }

  private static SamplerOptions ddim(int steps) {
    return sampler(SamplerKind.DDIM, steps, 0, true);
  }

  private static SamplerOptions sampler(SamplerKind kind, int steps, double eta, boolean clip) {
    return new SamplerOptions(
        kind, OptionalInt.of(steps), TimestepSpacing.TRAILING, eta, Optional.of(clip), 1);
  }

  private static DenoiseTask task(Path model, OptionalInt t, SamplerOptions sampler) {
    return new DenoiseTask(new DenoiseOptions(model, t, sampler, RangeChoice.AUTO, 1), MODELS);
  }

  private static ImagePlus denoised(ImagePlus image) throws IOException {
    return task(tiny, RECORDED, ddim(2)).run(image, Progress.NONE);
  }

  private static ImagePlus noised(ImagePlus image, int t) {
    ScheduleChoice schedule = ScheduleChoice.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    return new NoiseTask(
            new NoiseOptions(schedule, t, 1, ForwardForm.ONE_STEP, RangeChoice.AUTO, 1))
        .run(image, Progress.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void anImageAtTZeroComesBackBitForBitInItsOwnType(Kind kind) throws IOException {
    ImagePlus image = kind.open();
    ImagePlus result = denoised(noised(image, 0));
    assertThat(PixelType.of(result)).isEqualTo(PixelType.of(image));
    if (image.getBitDepth() == 32) {
      assertThat(Pixels.values(result)).containsExactly(Pixels.values(image), within(0.01));
    } else {
      assertThat(Pixels.same(result, image)).isTrue();
    }
  }

  @Test
  void thatNothingIsToBeDoneAtTZeroIsSaid() throws IOException {
    ImagePlus clean = noised(Kind.GREY8.open(), 0);
    clean.setTitle("clean");
    Notes notes = new Notes();
    task(tiny, RECORDED, ddim(2)).run(clean, notes);
    assertThat(notes.sentences())
        .containsExactly(
            "clean is at t = 0, so there is nothing to denoise and it stays as it is; give t if it"
                + " was noised, or use Diffusion Restore if the noise is its own.");
    Notes ofNoised = new Notes();
    task(tiny, RECORDED, ddim(2)).run(noised(Kind.GREY8.open(), 600), ofNoised);
    assertThat(ofNoised.sentences()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theResultHasTypeCalibrationAndDimensionsOfTheImageThatWasNoised(Kind kind)
      throws IOException {
    ImagePlus image = kind.open();
    ImagePlus result = denoised(noised(image, 600));
    assertThat(PixelType.of(result)).isEqualTo(PixelType.of(image));
    assertThat(result.getDimensions()).isEqualTo(image.getDimensions());
    assertThat(result.getCalibration().pixelHeight).isEqualTo(0.5);
    assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
    assertThat(Pixels.same(result, image)).isFalse();
  }

  @Test
  void theResultRecordsTheModelAndHowItWasSampled() throws IOException {
    Provenance record = Provenance.of(denoised(noised(Kind.GREY8.open(), 600))).orElseThrow();
    assertThat(record.t()).hasValue(0);
    assertThat(record.steps()).hasValue(2);
    assertThat(record.get(ProvenanceKey.MODEL)).hasValue("tiny");
    assertThat(record.get(ProvenanceKey.MODEL_HASH).orElseThrow()).hasSize(16);
    assertThat(record.get(ProvenanceKey.SAMPLER)).hasValue("ddim");
    assertThat(record.ranges().orElseThrow().of(0).high()).isEqualTo(255);
  }

  @Test
  void theRecordedTIsTheOneThatIsUsed() throws IOException {
    ImagePlus image = noised(Kind.FLOAT32.open(), 600);
    ImagePlus given = task(tiny, OptionalInt.of(600), ddim(2)).run(image, Progress.NONE);
    assertThat(Pixels.same(denoised(image), given)).isTrue();
    ImagePlus other = task(tiny, OptionalInt.of(500), ddim(2)).run(image, Progress.NONE);
    assertThat(Pixels.same(given, other)).isFalse();
  }

  @Test
  void anImageWithoutATNeedsOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> denoised(Kind.GREY8.open()))
        .withMessage("'8-bit' does not record its t; give t, between 0 and 1000.");
  }

  @Test
  void aStackOfMomentsOnTheWayNeedsATSinceEachHasItsOwn() {
    ScheduleChoice schedule = ScheduleChoice.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    ImagePlus frames =
        new NoiseTask(new NoiseOptions(schedule, 9, 1, ForwardForm.ONE_STEP, RangeChoice.AUTO, 3))
            .run(Kind.GREY8.open(), Progress.NONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> denoised(frames))
        .withMessageContaining("does not record its t");
  }

  @Test
  void aTBeyondTheModelsScheduleIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> task(tiny, OptionalInt.of(1001), ddim(2)).run(Kind.GREY8.open(), Progress.NONE))
        .withMessage("t must be between 0 and 1000, but is 1001.");
  }

  @Test
  void moreStepsThanTAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(tiny, RECORDED, ddim(30)).run(noised(tiny8(), 20), Progress.NONE))
        .withMessage("steps must be between 1 and t = 20, but is 30.");
  }

  private static ImagePlus tiny8() {
    return Kind.GREY8.open();
  }

  @Test
  void theTOfAnotherScheduleIsRefusedUnlessTIsGiven() throws IOException {
    Path other = SilentModel.create(folder.resolve("short"), 500, Prediction.EPSILON).path();
    ImagePlus image = noised(tiny8(), 100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(other, RECORDED, ddim(2)).run(image, Progress.NONE))
        .withMessageContaining("'x_100 of 8-bit' was noised by the schedule linear, T=1000")
        .withMessageContaining("but the model short has linear, T=500");
    assertThat(task(other, OptionalInt.of(100), ddim(2)).run(image, Progress.NONE)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2", "17, 23", "16, 40"})
  void anySizeWillDo(int width, int height) throws IOException {
    ImagePlus result = denoised(noised(Pixels.random(width, height, 1, 0, 1), 300));
    assertThat(result.getWidth()).isEqualTo(width);
    assertThat(result.getHeight()).isEqualTo(height);
  }

  @ParameterizedTest
  @EnumSource
  void theFirstSliceOfAStackComesOutAsIfItWereAlone(SamplerKind kind) throws IOException {
    // 48 slices of 48x48 are two batches of the sampling loop
    ImagePlus stack = Pixels.random(48, 48, 48, 0, 1);
    ImagePlus alone = new ImagePlus("alone", stack.getStack().getProcessor(1).duplicate());
    DenoiseTask task =
        new DenoiseTask(
            new DenoiseOptions(tiny, OptionalInt.of(800), sampler(kind, 4, 0, true), RAW, 1),
            MODELS);
    ImagePlus together = task.run(stack, Progress.NONE);
    assertThat(Pixels.of(together, 1))
        .containsExactly(Pixels.of(task.run(alone, Progress.NONE), 1), within(1e-4f));
    assertThat(together.getStackSize()).isEqualTo(48);
  }

  @Test
  void aTrajectoryEndsWithTheResultOfASingleFrame() throws IOException {
    ImagePlus image = noised(Pixels.random(10, 6, 2, 50, 9), 400);
    ImagePlus frames =
        new DenoiseTask(new DenoiseOptions(tiny, RECORDED, ddim(4), RangeChoice.AUTO, 3), MODELS)
            .run(image, Progress.NONE);
    ImagePlus end = task(tiny, RECORDED, ddim(4)).run(image, Progress.NONE);
    assertThat(frames.getNFrames()).isEqualTo(3);
    assertThat(frames.getNSlices()).isEqualTo(4); // x_t and x_0 of each of the two slices
    assertThat(frames.getStack().getSliceLabel(1)).startsWith("t=400 ").contains("x_t");
    assertThat(Pixels.of(frames, 1)).containsExactly(Pixels.of(image, 1), within(1e-3f));
    assertThat(Pixels.of(frames, frames.getStackIndex(1, 1, 3))).containsExactly(Pixels.of(end, 1));
    assertThat(Pixels.of(frames, frames.getStackIndex(1, 4, 3))).containsExactly(Pixels.of(end, 2));
    assertThat(Provenance.of(frames).orElseThrow().t()).isEmpty();
  }

  @Test
  void moreFramesThanMomentsAreRefused() {
    DenoiseTask task =
        new DenoiseTask(new DenoiseOptions(tiny, RECORDED, ddim(4), RangeChoice.AUTO, 6), MODELS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task.run(noised(tiny8(), 400), Progress.NONE))
        .withMessage("frames must be between 1 and 5, but is 6.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void escStopsBetweenNetworkCallsAndLeavesTheImageAsItWas(int calls) {
    ImagePlus image = noised(Pixels.random(10, 6, 2, 50, 9), 400);
    Object[] before = Pixels.copy(image);
    assertThatThrownBy(() -> task(tiny, RECORDED, ddim(20)).run(image, new StopAfter(calls)))
        .isInstanceOf(CancelledException.class);
    assertThat(Pixels.copy(image)).isEqualTo(before);
    assertThat(Provenance.of(image).orElseThrow().t()).hasValue(400);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "40, 1", "40, 7", "40, 40", "100, 10"})
  void aModelThatFindsNoNoiseScalesBackTheSignal(int t, int steps) throws IOException {
    // epsilon = 0: x̂_0 = x_t/sqrt(alphaBar_t) at every step, and so is the end
    Path silent = SilentModel.create(folder.resolve("silent"), 100, Prediction.EPSILON).path();
    ImagePlus image = Pixels.random(6, 6, 1, 0, 1);
    DenoiseOptions options =
        new DenoiseOptions(
            silent, OptionalInt.of(t), sampler(SamplerKind.DDIM, steps, 0, false), RAW, 1);
    float[] result = Pixels.of(new DenoiseTask(options, MODELS).run(image, Progress.NONE), 1);
    float[] xt = Pixels.of(image, 1);
    double root = Math.sqrt(NoiseSchedule.of(ScheduleType.LINEAR, 100, 1e-4, 0.02).alphaBar(t));
    for (int i = 0; i < xt.length; i++) {
      assertThat((double) result[i]).isCloseTo(xt[i] / root, within(1e-5));
    }
  }

  @Test
  void clippingBoundsTheResult() throws IOException {
    Path silent = SilentModel.create(folder.resolve("clipped"), 100, Prediction.EPSILON).path();
    ImagePlus image = Pixels.random(32, 32, 1, 0, 2);
    DenoiseOptions options = new DenoiseOptions(silent, OptionalInt.of(50), ddim(1), RAW, 1);
    float[] result = Pixels.of(new DenoiseTask(options, MODELS).run(image, Progress.NONE), 1);
    float[] xt = Pixels.of(image, 1);
    double root = Math.sqrt(NoiseSchedule.of(ScheduleType.LINEAR, 100, 1e-4, 0.02).alphaBar(50));
    for (int i = 0; i < xt.length; i++) {
      double wanted = Math.max(-1, Math.min(1, xt[i] / root));
      assertThat((double) result[i]).isCloseTo(wanted, within(1e-5));
    }
  }

  @Test
  void ancestralSamplingAddsTheVarianceThatItsStepsSay() throws IOException {
    // With epsilon = 0, x_0 is x_t/sqrt(alphaBar_t) plus the sum over s = 2…t of
    // sigma_s z_s/sqrt(alphaBar_{s-1}).
    int t = 30;
    Path silent = SilentModel.create(folder.resolve("ancestral"), 100, Prediction.EPSILON).path();
    DenoiseOptions options =
        new DenoiseOptions(
            silent, OptionalInt.of(t), sampler(SamplerKind.DDPM, t, 0, false), RAW, 1);
    ImagePlus image = Pixels.constant(128, 128, 1, 0.5);
    float[] result = Pixels.of(new DenoiseTask(options, MODELS).run(image, Progress.NONE), 1);
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, 100, 1e-4, 0.02);
    double variance = 0;
    for (int s = 2; s <= t; s++) {
      variance += schedule.posteriorVariance(s) / schedule.alphaBar(s - 1);
    }
    assertThat(Pixels.mean(result))
        .isCloseTo(0.5 / Math.sqrt(schedule.alphaBar(t)), within(5 * Math.sqrt(variance) / 128));
    assertThat(Pixels.variance(result))
        .isCloseTo(variance, within(5 * variance * Math.sqrt(2) / 128));
  }
}
