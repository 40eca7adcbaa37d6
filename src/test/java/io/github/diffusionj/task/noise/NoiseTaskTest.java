package io.github.diffusionj.task.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.StopAfter;
import io.github.diffusionj.task.schedule.ScheduleChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseTaskTest {

  private static final int SIDE = 256;
  private static final ScheduleChoice SHORT =
      ScheduleChoice.of(ScheduleType.LINEAR, 100, 1e-3, 0.2);

  private static NoiseOptions options(int t, ForwardForm form, RangeChoice range) {
    return new NoiseOptions(SHORT, t, 1, form, range, 1);
  }

  private static ImagePlus noised(ImagePlus image, NoiseOptions options) {
    return new NoiseTask(options).run(image, Progress.NONE);
  }

  private static ImagePlus noised(ImagePlus image, int t) {
    return noised(image, options(t, ForwardForm.ONE_STEP, RangeChoice.AUTO));
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_STEP, 1", "ONE_STEP, 30", "ONE_STEP, 100",
    "STEP_BY_STEP, 1", "STEP_BY_STEP, 30", "STEP_BY_STEP, 100"
  })
  void bothFormsHaveTheMeanAndVarianceOfTheForwardProcess(ForwardForm form, int t) {
    // 100..300 is [-1, 1], so 250 is x_0 = 0.5
    ImagePlus image = Pixels.constant(SIDE, SIDE, 1, 250);
    float[] xt = Pixels.of(noised(image, options(t, form, RangeChoice.of(100, 300))), 1);
    double alphaBar = SHORT.schedule().alphaBar(t);
    int n = SIDE * SIDE;
    double mean = 200 + 100 * Math.sqrt(alphaBar) * 0.5;
    double variance = 100 * 100 * (1 - alphaBar);
    assertThat(Pixels.mean(xt)).isCloseTo(mean, within(5 * Math.sqrt(variance / n)));
    assertThat(Pixels.variance(xt)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / n)));
  }

  @Test
  void theChainsNoiseIsNotTheNoiseOfSamplingWithTheSameSeed() {
    ImagePlus black = Pixels.constant(SIDE, SIDE, 1, 0);
    float[] x1 = Pixels.of(noised(black, options(1, ForwardForm.STEP_BY_STEP, raw())), 1);
    float[] z = new float[SIDE * SIDE];
    new NoiseField(1).fill(z, 0, 0, 1, 1, SIDE, SIDE);
    assertThat(Pixels.correlation(x1, z)).isCloseTo(0, within(5.0 / SIDE));
  }

  private static RangeChoice raw() {
    return RangeChoice.of(RangeChoice.Mode.RAW);
  }

  @ParameterizedTest
  @EnumSource
  void tZeroIsTheImageItself(Kind kind) {
    ImagePlus image = kind.open();
    ImagePlus result = noised(image, 0);
    assertThat(PixelType.of(result)).isEqualTo(PixelType.FLOAT32);
    assertThat(result.getTitle()).isEqualTo("x_0 of " + image.getTitle());
    assertThat(Pixels.values(result)).containsExactly(Pixels.values(image), within(0.01));
  }

  @Test
  void everySliceHasNoiseOfItsOwnAndTheSameSeedGivesItAgain() {
    ImagePlus image = Pixels.constant(64, 64, 3, 0);
    NoiseOptions options = options(50, ForwardForm.ONE_STEP, raw());
    ImagePlus result = noised(image, options);
    assertThat(Pixels.correlation(Pixels.of(result, 1), Pixels.of(result, 2)))
        .isCloseTo(0, within(5.0 / 64));
    assertThat(Pixels.same(result, noised(image, options))).isTrue();
    NoiseOptions otherSeed = new NoiseOptions(SHORT, 50, 2, ForwardForm.ONE_STEP, raw(), 1);
    assertThat(Pixels.correlation(Pixels.of(result, 1), Pixels.of(noised(image, otherSeed), 1)))
        .isCloseTo(0, within(5.0 / 64));
  }

  @ParameterizedTest
  @EnumSource
  void aResultKeepsCalibrationAndDimensionsAndRecordsWhatWasDone(Kind kind) {
    ImagePlus image = kind.open();
    ImagePlus result = noised(image, 40);
    assertThat(result.getCalibration().pixelWidth).isEqualTo(0.25);
    assertThat(result.getCalibration().getUnit()).isEqualTo("µm");
    assertThat(result.getNSlices()).isEqualTo(image.getNSlices());
    assertThat(result.getNFrames()).isEqualTo(image.getNFrames());
    Provenance record = Provenance.of(result).orElseThrow();
    assertThat(record.t()).hasValue(40);
    assertThat(record.seed()).hasValue(1);
    assertThat(record.sourceType()).hasValue(PixelType.of(image));
    assertThat(record.get(ProvenanceKey.SCHEDULE)).hasValue(SHORT.text());
    assertThat(record.ranges())
        .hasValue(RangeChoice.AUTO.resolve(ImageItems.of(image, 1), SHORT.range()));
  }

  @ParameterizedTest
  @EnumSource
  void framesLeadFromTheImageToTheResultOfASingleFrame(ForwardForm form) {
    ImagePlus image = Pixels.random(16, 12, 2, 100, 20);
    RangeChoice range = RangeChoice.of(0, 200);
    ImagePlus frames = noised(image, new NoiseOptions(SHORT, 60, 1, form, range, 4));
    assertThat(frames.getNFrames()).isEqualTo(4);
    assertThat(frames.getNSlices()).isEqualTo(2);
    ImagePlus end = noised(image, options(60, form, range));
    for (int slice = 1; slice <= 2; slice++) {
      int first = frames.getStackIndex(1, slice, 1);
      int last = frames.getStackIndex(1, slice, 4);
      assertThat(Pixels.of(frames, first)).containsExactly(Pixels.of(image, slice), within(1e-3f));
      assertThat(Pixels.of(frames, last)).containsExactly(Pixels.of(end, slice));
      assertThat(frames.getStack().getSliceLabel(last)).startsWith("t=60 ᾱ=").contains("x_t");
    }
  }

  @Test
  void framesRecordNoTSinceEachHasItsOwn() {
    NoiseOptions options =
        new NoiseOptions(SHORT, 60, 1, ForwardForm.ONE_STEP, RangeChoice.of(0, 200), 4);
    Provenance record = Provenance.of(noised(Pixels.constant(8, 8, 1, 100), options)).orElseThrow();
    assertThat(record.t()).isEmpty();
    assertThat(record.ranges()).isPresent();
  }

  @Test
  void tBeyondTheScheduleAndMoreFramesThanMomentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(101, ForwardForm.ONE_STEP, RangeChoice.AUTO))
        .withMessage("t must be between 0 and 100, but is 101.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoiseOptions(SHORT, 3, 1, ForwardForm.ONE_STEP, RangeChoice.AUTO, 5))
        .withMessage("frames must be between 1 and 4, but is 5.");
  }

  @Test
  void anImageWithoutTheSchedulesChannelsIsRefused() {
    ScheduleChoice colours =
        new ScheduleChoice(
            NoiseSchedule.of(ScheduleType.LINEAR, 100, 1e-3, 0.2), "some", 3, RangeChoice.AUTO);
    NoiseOptions options =
        new NoiseOptions(colours, 5, 1, ForwardForm.ONE_STEP, RangeChoice.AUTO, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> noised(Kind.GREY8.open(), options))
        .withMessage(
            "The model needs an RGB image or a hyperstack with 3 channels, but '8-bit' has 1"
                + " channel.");
  }

  @Test
  void theChainOfOneLargeImageStopsOnEscBeforeItIsThrough() {
    ImagePlus image = Pixels.constant(8, 8, 1, 0);
    NoiseTask task = new NoiseTask(options(100, ForwardForm.STEP_BY_STEP, raw()));
    assertThatThrownBy(() -> task.run(image, new StopAfter(50)))
        .isInstanceOf(CancelledException.class);
  }

  @ParameterizedTest
  @EnumSource
  void thePreviewIsTheSliceThatTheResultWillHave(Kind kind) {
    ImagePlus image = kind.open();
    boolean composite = kind == Kind.COMPOSITE16_HYPERSTACK || kind == Kind.COMPOSITE8;
    ScheduleChoice schedule =
        composite
            ? new ScheduleChoice(SHORT.schedule(), "some", image.getNChannels(), SHORT.range())
            : SHORT;
    NoiseTask task =
        new NoiseTask(new NoiseOptions(schedule, 20, 1, ForwardForm.ONE_STEP, RangeChoice.AUTO, 1));
    int slice = image.getStackSize();
    image.setSlice(slice);
    ImageProcessor preview = task.preview(image, ItemChoice.ALL, slice);
    ImagePlus result = task.run(image, Progress.NONE);
    boolean rgb = image.getBitDepth() == 24;
    int plane = rgb ? 3 * slice : slice; // the blue one
    float wanted = result.getStack().getProcessor(plane).getf(2, 1);
    float found = rgb ? preview.get(2, 1) & 0xff : preview.getf(2, 1);
    if (image.getBitDepth() != 32) {
      float max = image.getBitDepth() == 16 ? 65535 : 255;
      wanted = Math.max(0, Math.min(max, (float) Math.floor(wanted + 0.5)));
    }
    assertThat(found).isEqualTo(wanted);
  }

  @ParameterizedTest
  @EnumSource
  void aPartGetsTheNoiseThatItHasInTheWhole(Kind kind) {
    ImagePlus image = kind.open();
    image.setSlice(image.getStackSize());
    NoiseTask task =
        new NoiseTask(
            new NoiseOptions(
                SHORT, 20, 1, ForwardForm.ONE_STEP, RangeChoice.of(RangeChoice.Mode.DISPLAY), 1));
    boolean rgb = image.getBitDepth() == 24;
    int channel = rgb ? 2 : image.getNChannels() > 1 ? image.getNChannels() : 0;
    ImagePlus part = task.run(ItemChoice.of("current", channel).of(image), Progress.NONE);
    ImagePlus whole = task.run(image, Progress.NONE);
    int plane = rgb ? 3 * image.getStackSize() - 1 : image.getStackSize();
    assertThat(part.getStackSize()).isEqualTo(1);
    assertThat((float[]) part.getProcessor().getPixels())
        .containsExactly((float[]) whole.getStack().getPixels(plane));
  }

  @Test
  void thePreviewOfASliceThatIsNotChosenIsTheSliceItself() {
    ImagePlus image = Kind.COMPOSITE16_HYPERSTACK.open();
    NoiseTask task =
        new NoiseTask(
            new NoiseOptions(
                SHORT, 20, 1, ForwardForm.ONE_STEP, RangeChoice.of(RangeChoice.Mode.DISPLAY), 1));
    ItemChoice choice = ItemChoice.of("z2,t3-4", 2);
    int chosen = image.getStackIndex(2, 2, 3);
    ImageProcessor noised = task.preview(image, choice, chosen);
    ImagePlus result = task.run(choice.of(image), Progress.NONE);
    for (int i = 0; i < noised.getPixelCount(); i++) {
      double value = Math.max(0, Math.min(65535, Math.floor(result.getProcessor().getf(i) + 0.5)));
      assertThat((double) noised.getf(i)).isEqualTo(value);
    }
    for (int beside : new int[] {image.getStackIndex(1, 2, 3), image.getStackIndex(2, 1, 3)}) {
      assertThat((short[]) task.preview(image, choice, beside).getPixels())
          .containsExactly((short[]) image.getStack().getPixels(beside));
    }
  }
}
