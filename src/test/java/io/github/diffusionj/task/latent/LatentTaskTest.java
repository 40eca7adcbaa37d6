package io.github.diffusionj.task.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.Kind;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.quality.Psnr;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.record.Provenance;
import io.github.diffusionj.image.record.ProvenanceKey;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.denoise.DenoiseOptions;
import io.github.diffusionj.task.denoise.DenoiseTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatentTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final RangeChoice RAW = RangeChoice.of(RangeChoice.Mode.RAW);

  @TempDir static Path folder;
  private static Path tiny;

  @BeforeAll
  static void writeModel() throws IOException {
    tiny = TinyModel.create(folder.resolve("tiny"), 1).path();
  }

  private static InvertResult invert(ImagePlus image, int steps, int calls, List<Integer> compared)
      throws IOException {
    InvertOptions options =
        new InvertOptions(
            tiny, OptionalInt.of(300), steps, calls, compared, Optional.of(false), RAW);
    return new InvertTask(options, MODELS).run(ImagePart.whole(image), Progress.NONE);
  }

  private static SamplerOptions ddim(OptionalInt steps) {
    return new SamplerOptions(
        SamplerKind.DDIM, steps, TimestepSpacing.TRAILING, 0, Optional.of(false), 1);
  }

  @Test
  void denoisingAnInvertedImageWithoutOptionsGivesTheImageBack() throws IOException {
    ImagePlus image = Pixels.random(16, 12, 2, 0, 0.4);
    ImagePlus inverted = invert(image, 7, 8, List.of()).image();
    assertThat(Provenance.of(inverted).orElseThrow().t()).hasValue(300);
    assertThat(inverted.getBitDepth()).isEqualTo(32);
    DenoiseOptions options =
        new DenoiseOptions(
            tiny, OptionalInt.empty(), ddim(OptionalInt.empty()), RangeChoice.AUTO, 1);
    ImagePlus back = new DenoiseTask(options, MODELS).run(inverted, Progress.NONE);
    assertThat(Pixels.of(back, 2)).containsExactly(Pixels.of(image, 2), within(0.01f));
    assertThat(Provenance.of(back).orElseThrow().steps()).hasValue(7);
  }

  /** Such a model's own sampler and spacing are others than those of the inversion. */
  @ParameterizedTest
  @ValueSource(
      strings = {"PNDMScheduler", "DPMSolverMultistepScheduler", "EulerAncestralDiscreteScheduler"})
  void anInvertedImageComesBackWhateverSchedulerTheModelNames(String scheduler) throws IOException {
    Path model = TinyModel.create(folder.resolve(scheduler), 1).path();
    Path file = model.resolve("scheduler/scheduler_config.json");
    Files.writeString(file, Files.readString(file).replace("DDPMScheduler", scheduler));
    ImagePlus image = Pixels.random(16, 12, 1, 0, 0.4);
    InvertOptions inversion =
        new InvertOptions(model, OptionalInt.of(300), 7, 8, List.of(), Optional.of(false), RAW);
    ImagePlus inverted =
        new InvertTask(inversion, MODELS).run(ImagePart.whole(image), Progress.NONE).image();
    SamplerOptions auto =
        new SamplerOptions(
            SamplerKind.AUTO, OptionalInt.empty(), SpacingChoice.AUTO, 0, Optional.of(false), 1);
    DenoiseOptions options =
        new DenoiseOptions(model, OptionalInt.empty(), auto, RangeChoice.AUTO, 1);
    ImagePlus back = new DenoiseTask(options, MODELS).run(inverted, Progress.NONE);
    assertThat(Pixels.of(back, 1)).containsExactly(Pixels.of(image, 1), within(0.01f));
    Provenance record = Provenance.of(back).orElseThrow();
    assertThat(record.get(ProvenanceKey.SAMPLER)).hasValue("ddim");
    assertThat(record.get(ProvenanceKey.SPACING)).hasValue("trailing");

    InterpolateOptions between =
        new InterpolateOptions(model, 300, 2, LatentKind.INVERTED, auto, RAW, 0);
    ImagePlus ends = new InterpolateTask(between, MODELS).run(image, image, Progress.NONE);
    assertThat(Psnr.of(Pixels.of(image, 1), Pixels.of(ends, 1), 2)).isGreaterThan(25);
  }

  @Test
  void theTableTellsHowMuchComesBackForEachNumberOfSteps() throws IOException {
    ImagePlus image = Pixels.random(16, 16, 1, 0, 0.4);
    InvertResult one = invert(image, 10, 1, List.of(5, 20));
    assertThat(one.rows()).extracting(InvertRow::steps).containsExactly(5, 10, 20);
    assertThat(one.rows()).extracting(InvertRow::calls).containsExactly(5, 10, 20);
    InvertRow better = invert(image, 10, 4, List.of()).rows().get(0);
    assertThat(better.calls()).isEqualTo(40);
    assertThat(better.regenerated().psnr()).isGreaterThan(one.rows().get(1).regenerated().psnr());
  }

  @Test
  void aVirtualStackIsInvertedSomeSlicesAtATimeWithTheSameResult() throws IOException {
    ImagePlus image = Pixels.random(16, 12, 5, 0.1, 0.4);
    List<Integer> reads = new ArrayList<>();
    ImageStack slices = image.getStack();
    VirtualStack counting =
        new VirtualStack(16, 12, 5) {
          @Override
          public Object getPixels(int slice) {
            reads.add(slice);
            return slices.getPixels(slice);
          }

          @Override
          public ImageProcessor getProcessor(int slice) {
            return slices.getProcessor(slice);
          }
        };
    counting.setBitDepth(32);
    InvertOptions options =
        new InvertOptions(tiny, OptionalInt.of(300), 4, 2, List.of(2), Optional.of(false), RAW);
    InvertResult whole = new InvertTask(options, MODELS).run(ImagePart.whole(image), Progress.NONE);
    InvertResult inTwos =
        new InvertTask(options, MODELS, 2)
            .run(ImagePart.whole(new ImagePlus("v", counting)), Progress.NONE);

    assertThat(reads)
        .startsWith(1, 2, 1, 2, 3, 4, 3, 4, 5, 5)
        .hasSize(20); // once to invert, once to compare, with both numbers of steps
    double[] latents = Pixels.values(inTwos.image());
    assertThat(latents).containsExactly(Pixels.values(whole.image()), within(1e-5));
    double mean = Arrays.stream(latents).average().orElseThrow();
    double squares = Arrays.stream(latents).map(x -> (x - mean) * (x - mean)).sum();
    InvertRow row = inTwos.rows().get(1);
    assertThat(row.regenerated().psnr())
        .isCloseTo(whole.rows().get(1).regenerated().psnr(), within(1e-3));
    assertThat(row.mean()).isCloseTo(mean, within(1e-12));
    assertThat(row.deviation()).isCloseTo(Math.sqrt(squares / latents.length), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(LatentKind.class)
  void theEndsOfAnInterpolationAreWhatBecomesOfTheImagesThemselves(LatentKind kind)
      throws IOException {
    ImagePlus first = Pixels.random(16, 16, 1, 0.3, 0.2);
    ImagePlus second = Pixels.random(16, 16, 1, -0.3, 0.2);
    InterpolateOptions options =
        new InterpolateOptions(tiny, 200, 5, kind, ddim(OptionalInt.of(8)), RAW, 0);
    ImagePlus stack = new InterpolateTask(options, MODELS).run(first, second, Progress.NONE);
    assertThat(stack.getStackSize()).isEqualTo(5);
    assertThat(stack.getStack().getSliceLabel(2)).isEqualTo("lambda=0.250");
    assertThat(Pixels.mean(Pixels.of(stack, 1)))
        .isGreaterThan(Pixels.mean(Pixels.of(stack, 5)) + 0.2);
    if (kind == LatentKind.INVERTED) {
      assertThat(Psnr.of(Pixels.of(first, 1), Pixels.of(stack, 1), 2)).isGreaterThan(25);
      assertThat(Psnr.of(Pixels.of(second, 1), Pixels.of(stack, 5), 2)).isGreaterThan(25);
    }
  }

  @Test
  void anInterpolationHasTheTypeOfTheFirstImage() throws IOException {
    InterpolateOptions options =
        new InterpolateOptions(
            tiny,
            100,
            3,
            LatentKind.SHARED_NOISE,
            ddim(OptionalInt.of(2)),
            RangeChoice.of(RangeChoice.Mode.TYPE),
            0);
    ImagePlus image = Kind.GREY8.open();
    ImagePlus stack = new InterpolateTask(options, MODELS).run(image, image, Progress.NONE);
    assertThat(PixelType.of(stack)).isEqualTo(PixelType.GREY8);
    assertThat(stack.getCalibration().getUnit()).isEqualTo("µm");
  }

  @Test
  void imagesOfDifferentSizeAndTooManyStepsAreRefused() {
    InterpolateOptions options =
        new InterpolateOptions(tiny, 200, 5, LatentKind.OWN_NOISE, ddim(OptionalInt.of(8)), RAW, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new InterpolateTask(options, MODELS)
                    .run(
                        Pixels.random(16, 16, 1, 0, 1),
                        Pixels.random(16, 18, 1, 0, 1),
                        Progress.NONE))
        .withMessageContaining("must have the same size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> invert(Pixels.random(16, 16, 1, 0, 1), 301, 1, List.of()))
        .withMessage("steps must be between 1 and 300, but is 301.");
  }
}
