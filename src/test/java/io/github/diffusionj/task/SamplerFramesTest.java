package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.denoise.DenoiseOptions;
import io.github.diffusionj.task.denoise.DenoiseTask;
import io.github.diffusionj.task.generate.GenerateOptions;
import io.github.diffusionj.task.generate.GenerateTask;
import io.github.diffusionj.task.sampling.SamplerKind;
import io.github.diffusionj.task.sampling.SamplerOptions;
import io.github.diffusionj.task.sampling.SpacingChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stacks of x_t and x̂_0 on the way, for every sampler with every spacing that is for it. The
 * network always puts out ε̂ = 0, so that x_t = √ᾱ_t·x̂_0: a label has to have the ᾱ_t of its
 * pixels.
 */
class SamplerFramesTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final int STEPS = 8;
  private static final int FRAMES = 5;
  private static final int START = 700;
  private static final Pattern LABEL = Pattern.compile("t=(\\S+) ᾱ=(\\S+) x_([t0])");
  private static final OptionalInt ITS_OWN = OptionalInt.empty();

  @TempDir static Path folder;
  private static ModelFolder model;

  /** A choice of sampler and spacing. */
  record Choice(SamplerKind kind, SpacingChoice spacing) {

    SamplerOptions options() {
      return new SamplerOptions(kind, OptionalInt.of(STEPS), spacing, 0.3, Optional.of(false), 5);
    }
  }

  /** What a label says. */
  private record Moment(double t, double alphaBar) {}

  @BeforeAll
  static void writeModel() throws IOException {
    model = SilentModel.create(folder.resolve("silent"), 1000, Prediction.EPSILON);
  }

  static List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    for (SamplerKind kind : SamplerKind.values()) {
      for (SpacingChoice spacing : SpacingChoice.values()) {
        Choice choice = new Choice(kind, spacing);
        try {
          steps(choice);
          choices.add(choice);
        } catch (IllegalArgumentException refused) {
          assertThat(refused).hasMessageContaining("is not for sampler");
        }
      }
    }
    return choices;
  }

  private static List<SamplingStep> steps(Choice choice) {
    return choice.options().plan(model.scheduler(), model.scheduler().schedule(), START);
  }

  private static ImagePlus denoised(ImagePlus image, Choice choice, int frames) throws IOException {
    DenoiseOptions options =
        new DenoiseOptions(
            model.path(),
            OptionalInt.of(START),
            choice.options(),
            RangeChoice.of(RangeChoice.Mode.RAW),
            frames);
    return new DenoiseTask(options, MODELS).run(image, Progress.NONE);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void eachFrameOfDenoisingIsLabelledWithTheTimeOfItsPixels(Choice choice) throws IOException {
    ImagePlus start = Pixels.random(16, 16, 1, 0, 1);
    ImagePlus frames = denoised(start, choice, FRAMES);
    assertThat(frames.getDimensions()).containsExactly(16, 16, 1, 2, FRAMES);
    checkMoments(frames, steps(choice).get(0).t());
    checkPixels(frames, 0, 1);
    assertThat(Pixels.of(frames, 1)).containsExactly(Pixels.of(start, 1), within(1e-5f));
    float[] end = Pixels.of(denoised(start, choice, 1), 1);
    assertThat(Pixels.of(frames, 2 * FRAMES)).containsExactly(end, within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource(SamplerKind.class)
  void eachFrameOfGeneratingIsLabelledWithTheTimeOfItsPixels(SamplerKind kind) throws IOException {
    SamplerOptions sampler = new Choice(kind, SpacingChoice.TRAILING).options();
    GenerateOptions options =
        new GenerateOptions(model.path(), 1, ITS_OWN, ITS_OWN, sampler, FRAMES);
    ImagePlus frames = new GenerateTask(options, MODELS).run(Progress.NONE);
    checkMoments(frames, 1000);
    checkPixels(frames, 127.5, 127.5);
  }

  @ParameterizedTest
  @MethodSource("choices")
  void thereAreAsManyFramesAsTimesAtWhichTheNetworkIsAskedAndTheEnd(Choice choice)
      throws IOException {
    long times =
        steps(choice).stream()
            .filter(SamplingStep::callsNetwork)
            .mapToDouble(SamplingStep::t)
            .distinct()
            .count();
    ImagePlus start = Pixels.random(16, 16, 1, 0, 1);
    ImagePlus frames = denoised(start, choice, (int) times + 1);
    checkMoments(frames, steps(choice).get(0).t());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> denoised(start, choice, (int) times + 2))
        .withMessage("frames must be between 1 and %d, but is %d.".formatted(times + 1, times + 2));
  }

  /** t falls from the start to 0, and ᾱ rises to 1. */
  private static void checkMoments(ImagePlus frames, double first) {
    Moment last = moment(frames, 1, "t");
    assertThat(last.t()).isCloseTo(first, within(0.005));
    for (int slice = 1; slice < frames.getStackSize(); slice += 2) {
      Moment here = moment(frames, slice, "t");
      assertThat(moment(frames, slice + 1, "0")).isEqualTo(here);
      if (slice > 1) {
        assertThat(here.t()).isLessThan(last.t());
        assertThat(here.alphaBar()).isGreaterThan(last.alphaBar());
      }
      last = here;
    }
    assertThat(last).isEqualTo(new Moment(0, 1));
  }

  /** x_t = √ᾱ_t·x̂_0 after pixels are mapped to model space; labels have three digits of ᾱ. */
  private static void checkPixels(ImagePlus frames, double middle, double half) {
    for (int slice = 1; slice < frames.getStackSize(); slice += 2) {
      double signal = Math.sqrt(moment(frames, slice, "t").alphaBar());
      float[] noisy = Pixels.of(frames, slice);
      float[] clean = Pixels.of(frames, slice + 1);
      for (int i = 0; i < noisy.length; i++) {
        double x = (noisy[i] - middle) / half;
        double expected = signal * (clean[i] - middle) / half;
        assertThat(x)
            .as("slice %d", slice)
            .isCloseTo(expected, within(0.003 * Math.abs(expected) + 1e-6));
      }
    }
  }

  private static Moment moment(ImagePlus frames, int slice, String kind) {
    Matcher label = LABEL.matcher(frames.getStack().getSliceLabel(slice));
    assertThat(label.matches()).isTrue();
    assertThat(label.group(3)).isEqualTo(kind);
    return new Moment(Double.parseDouble(label.group(1)), Double.parseDouble(label.group(2)));
  }
}
