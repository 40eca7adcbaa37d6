package io.github.diffusionj.task.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.DdimSampler;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What methods, samples and feather do to an image and to its record. */
class InpaintOptionsTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final int SIZE = 24;
  private static final Roi SELECTION = new OvalRoi(5, 4, 13, 14);

  @TempDir static Path folder;
  private static Path tiny;

  @BeforeAll
  static void writeModel() throws IOException {
    tiny = TinyModel.create(folder.resolve("tiny"), 1).path();
  }

  private static SamplerOptions sampler(SamplerKind kind) {
    return new SamplerOptions(
        kind, OptionalInt.of(4), TimestepSpacing.TRAILING, 0.85, Optional.of(true), 1);
  }

  private static InpaintOptions options(InpaintMethod method, int samples, int feather) {
    return options(method, OptionalInt.of(2), OptionalInt.of(2), samples, feather);
  }

  private static InpaintOptions options(
      InpaintMethod method, OptionalInt jump, OptionalInt resamplings, int samples, int feather) {
    return new InpaintOptions(
        tiny,
        sampler(SamplerKind.AUTO),
        GuidanceOptions.NONE,
        method,
        jump,
        resamplings,
        samples,
        feather,
        RangeChoice.of(0, 200));
  }

  private static ImagePlus image() {
    ImagePlus image = Pixels.random(SIZE, SIZE, 2, 100, 20);
    image.setRoi(SELECTION);
    return image;
  }

  private static ImagePlus filled(InpaintOptions options) throws IOException {
    return new InpaintTask(options, MODELS).run(image(), Progress.NONE);
  }

  private static boolean inside(int pixel) {
    return SELECTION.contains(pixel % SIZE, pixel / SIZE);
  }

  @ParameterizedTest
  @EnumSource
  void everyMethodLeavesThePixelsOutsideAndFillsThoseInside(InpaintMethod method)
      throws IOException {
    ImagePlus result = filled(options(method, 1, 0));
    for (int slice = 1; slice <= 2; slice++) {
      float[] was = Pixels.of(image(), slice);
      float[] is = Pixels.of(result, slice);
      for (int i = 0; i < is.length; i++) {
        if (inside(i)) {
          assertThat(is[i]).isNotEqualTo(was[i]).isBetween(0f, 200f);
        } else {
          assertThat(is[i]).isEqualTo(was[i]);
        }
      }
    }
  }

  @Test
  void methodsFillDifferently() throws IOException {
    float[] ddnm = Pixels.of(filled(options(InpaintMethod.DDNM, 1, 0)), 1);
    float[] repaint = Pixels.of(filled(options(InpaintMethod.REPAINT, 1, 0)), 1);
    float[] diffpir = Pixels.of(filled(options(InpaintMethod.DIFFPIR, 1, 0)), 1);
    float[] replace = Pixels.of(filled(options(InpaintMethod.REPLACE, 1, 0)), 1);
    assertThat(ddnm).isNotEqualTo(repaint).isNotEqualTo(diffpir).isNotEqualTo(replace);
    assertThat(repaint).isNotEqualTo(diffpir).isNotEqualTo(replace);
    assertThat(diffpir).isNotEqualTo(replace);
  }

  /** Along Z: mean, standard deviation, three samples of the first slice, then of the second. */
  @Test
  void severalSamplesComeWithTheirMeanAndStandardDeviation() throws IOException {
    ImagePlus result = filled(options(InpaintMethod.DDNM, 3, 0));
    assertThat(PixelType.of(result)).isEqualTo(PixelType.FLOAT32);
    assertThat(result.getNSlices()).isEqualTo(2 * 5);
    for (int item = 0; item < 2; item++) {
      float[] original = Pixels.of(image(), item + 1);
      int spread = 0;
      float[][] stack = new float[5][];
      for (int k = 0; k < 5; k++) {
        stack[k] = Pixels.of(result, 5 * item + k + 1);
      }
      for (int i = 0; i < original.length; i++) {
        if (inside(i)) {
          assertMoments(stack, i);
          spread += stack[1][i] > 1 ? 1 : 0;
        } else {
          assertThat(new float[] {stack[0][i], stack[2][i], stack[3][i], stack[4][i]})
              .containsOnly(original[i]);
          assertThat(stack[1][i]).isZero();
        }
      }
      assertThat(spread).isGreaterThan(50);
    }
  }

  private static void assertMoments(float[][] stack, int pixel) {
    double a = stack[2][pixel];
    double b = stack[3][pixel];
    double c = stack[4][pixel];
    double mean = (a + b + c) / 3;
    double squares = Math.pow(a - mean, 2) + Math.pow(b - mean, 2) + Math.pow(c - mean, 2);
    assertThat((double) stack[0][pixel]).isCloseTo(mean, within(1e-4));
    assertThat((double) stack[1][pixel]).isCloseTo(Math.sqrt(squares / 2), within(1e-3));
  }

  @Test
  void theFirstOfSeveralSamplesOfAnImageIsThatOfOneSampleAlone() throws IOException {
    float[] alone = Pixels.of(filled(options(InpaintMethod.REPAINT, 1, 0)), 1);
    float[] first = Pixels.of(filled(options(InpaintMethod.REPAINT, 3, 0)), 3);
    assertThat(first).containsExactly(alone, within(1e-2f));
  }

  /** The pixel at (x, 11) of the oval's widest row is x − 4 from the nearest one outside. */
  @Test
  void featheringPassesFromTheOriginalToTheFillingWithinTheSelection() throws IOException {
    float[] original = Pixels.of(image(), 1);
    float[] sharp = Pixels.of(filled(options(InpaintMethod.DDNM, 1, 0)), 1);
    float[] soft = Pixels.of(filled(options(InpaintMethod.DDNM, 1, 3)), 1);
    for (int i = 0; i < soft.length; i++) {
      if (!inside(i)) {
        assertThat(soft[i]).isEqualTo(original[i]);
      }
    }
    int row = 11 * SIZE;
    for (int x = 5; x <= 11; x++) {
      float weight = Math.min(1, (x - 4) / 4f);
      float expected = original[row + x] + weight * (sharp[row + x] - original[row + x]);
      assertThat(soft[row + x]).isCloseTo(expected, within(1e-3f));
    }
    assertThat(soft[row + 11]).isEqualTo(sharp[row + 11]);
  }

  @Test
  void theRecordSaysHowTheSelectionWasFilled() throws IOException {
    Provenance record = Provenance.of(filled(options(InpaintMethod.DDNM, 3, 2))).orElseThrow();
    assertThat(record.get(ProvenanceKey.METHOD)).hasValue("ddnm");
    assertThat(record.get(ProvenanceKey.SAMPLER)).hasValue("ddim");
    assertThat(record.get(ProvenanceKey.ETA)).hasValue("0.85");
    assertThat(record.get(ProvenanceKey.JUMP)).hasValue("2");
    assertThat(record.get(ProvenanceKey.RESAMPLINGS)).hasValue("2");
    assertThat(record.get(ProvenanceKey.SAMPLES)).hasValue("3");
    assertThat(record.get(ProvenanceKey.FEATHER)).hasValue("2");
    assertThat(record.steps()).hasValue(4);
  }

  @Test
  void theRecordHasTheMethodsOwnNumbersAndSampler() throws IOException {
    OptionalInt usual = OptionalInt.empty();
    Provenance repaint =
        Provenance.of(filled(options(InpaintMethod.REPAINT, usual, usual, 1, 0))).orElseThrow();
    assertThat(repaint.get(ProvenanceKey.SAMPLER)).hasValue("ddpm");
    assertThat(repaint.get(ProvenanceKey.JUMP)).hasValue("10");
    assertThat(repaint.get(ProvenanceKey.RESAMPLINGS)).hasValue("3");
    Provenance diffpir =
        Provenance.of(filled(options(InpaintMethod.DIFFPIR, usual, usual, 1, 0))).orElseThrow();
    assertThat(diffpir.get(ProvenanceKey.SAMPLER)).hasValue("diffpir");
    assertThat(diffpir.get(ProvenanceKey.ETA)).isEmpty();
    assertThat(diffpir.get(ProvenanceKey.RESAMPLINGS)).hasValue("1");
  }

  /** The network calls of docs/inpainting.md: N + j·(r − 1)·⌈(N − j)/j⌉. */
  @ParameterizedTest
  @CsvSource({"REPLACE, 100", "DDNM, 170", "REPAINT, 280", "DIFFPIR, 100"})
  void theUsualNumberOfNetworkCallsIsTheDocumentedOne(InpaintMethod method, int calls) {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    List<TimePoint> times = TimestepSpacing.TRAILING.points(schedule, 1000, method.usualSteps());
    List<SamplingStep> steps =
        method
            .around(new DdimSampler(0.85), OptionalInt.empty(), OptionalInt.empty())
            .steps(schedule, times);
    assertThat(steps.stream().filter(SamplingStep::callsNetwork)).hasSize(calls);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    OptionalInt one = OptionalInt.of(1);
    assertRefused(OptionalInt.of(0), one, 1, 0, "jump must be between 1 and 1000, but is 0.");
    assertRefused(
        one, OptionalInt.of(1001), 1, 0, "resamplings must be between 1 and 1000, but is 1001.");
    assertRefused(one, one, 0, 0, "samples must be between 1 and 1000, but is 0.");
    assertRefused(one, one, 1, -1, "feather must be between 0 and 1000, but is -1.");
  }

  private static void assertRefused(
      OptionalInt jump, OptionalInt resamplings, int samples, int feather, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(InpaintMethod.DDNM, jump, resamplings, samples, feather))
        .withMessage(message);
  }

  @Test
  void anUnknownMethodIsRefusedWithTheOnesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InpaintMethod.of("patchmatch"))
        .withMessage("method must be one of replace, ddnm, repaint, diffpir, but is 'patchmatch'.");
  }

  @Test
  void aSamplerIsRefusedWithTheMethodThatHasItsOwn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InpaintMethod.DIFFPIR.kind(SamplerKind.DDPM))
        .withMessage("sampler must be auto with method diffpir, which has its own, but is 'ddpm'.");
    assertThat(InpaintMethod.REPAINT.kind(SamplerKind.DDIM)).isEqualTo(SamplerKind.DDIM);
    assertThat(InpaintMethod.REPAINT.kind(SamplerKind.AUTO)).isEqualTo(SamplerKind.DDPM);
  }
}
