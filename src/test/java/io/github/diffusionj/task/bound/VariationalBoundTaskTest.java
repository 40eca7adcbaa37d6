package io.github.diffusionj.task.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import io.github.diffusionj.base.CancelledException;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.bound.BoundTerms;
import io.github.diffusionj.diffusion.bound.DiscretizedNormal;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.StopAfter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With networks that always put out 0, of which the bound is a closed form. */
class VariationalBoundTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final int STEPS = 60;
  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, STEPS, 1e-4, 0.02);

  @TempDir static Path folder;
  private static Path grey;
  private static Path silent;

  @BeforeAll
  static void writeModels() throws IOException {
    grey = SilentModel.create(folder.resolve("grey"), STEPS, Prediction.SAMPLE).path();
    silent = SilentModel.create(folder.resolve("silent"), STEPS, Prediction.EPSILON).path();
  }

  private static BoundOptions options(Path model, int samples, OptionalInt timesteps) {
    return new BoundOptions(
        model,
        samples,
        timesteps,
        Optional.empty(),
        Optional.of(false),
        RangeChoice.of(RangeChoice.Mode.TYPE),
        1);
  }

  private static BoundResult bound(ImagePlus image, BoundOptions options) throws IOException {
    return new VariationalBoundTask(options, MODELS).run(ImagePart.whole(image), Progress.NONE);
  }

  private static ImagePlus image() {
    byte[] pixels = new byte[16 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    return new ImagePlus("image", new ByteProcessor(16, 16, pixels));
  }

  private static float[] modelSpace(ImagePlus image) {
    float[] values = (float[]) image.getProcessor().convertToFloatProcessor().getPixels();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / 127.5 - 1);
    }
    return values;
  }

  private static double meanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return sum / values.length;
  }

  @Test
  void aNetworkThatAlwaysSeesGreyHasTheClosedFormAtEveryTWithoutError() throws IOException {
    float[] x0 = modelSpace(image());
    BoundTerms terms = new BoundTerms(SCHEDULE, Variance.FIXED_SMALL);
    double expected = terms.prior(meanSquare(x0));
    for (int t = 2; t <= STEPS; t++) {
      double weight = SCHEDULE.posteriorMeanX0(t);
      double distance = weight * weight * meanSquare(x0);
      expected += distance / SCHEDULE.posteriorVariance(t) / 2 / Math.log(2);
    }
    DiscretizedNormal levels = new DiscretizedNormal(-1, 2.0 / 255, 256);
    expected += terms.decoder(levels, x0, new float[x0.length]);
    Bound bound = bound(image(), options(grey, 2, OptionalInt.empty())).mean();
    assertThat(bound.terms()).hasSize(STEPS + 1);
    assertThat(bound.total().value()).isCloseTo(expected, within(1e-4 * expected));
    assertThat(bound.total().error()).isLessThan(1e-4 * expected);
  }

  /** ε̂ = 0: x̂_0 is off by √((1−ᾱ)/ᾱ)·ε, of which the mean square is known. */
  @Test
  void aNetworkThatFindsNoNoiseIsWithinAFewStandardErrorsOfItsClosedForm() throws IOException {
    Bound bound = bound(image(), options(silent, 20, OptionalInt.empty())).mean();
    for (BoundTerm term : bound.divergences()) {
      int t = term.first();
      double weight = SCHEDULE.posteriorMeanX0(t);
      double distance = weight * weight * (1 / SCHEDULE.alphaBar(t) - 1);
      double expected = distance / SCHEDULE.posteriorVariance(t) / 2 / Math.log(2);
      assertThat(term.each().value())
          .as("t = %d", t)
          .isCloseTo(expected, within(6 * term.each().error()));
      assertThat(term.each().error()).isBetween(0.003 * expected, 0.06 * expected);
    }
  }

  @Test
  void fewerTimesGiveTheSameSumWithinTheError() throws IOException {
    Bound all = bound(image(), options(grey, 2, OptionalInt.empty())).mean();
    Bound some = bound(image(), options(grey, 8, OptionalInt.of(7))).mean();
    assertThat(some.terms()).hasSize(9);
    assertThat(some.total().error()).isPositive();
    assertThat(some.total().value())
        .isCloseTo(all.total().value(), within(4 * some.total().error()));
  }

  @Test
  void eachSliceHasItsOwnBoundAndTheWholeTheirMean() throws IOException {
    ImageStack slices = new ImageStack(16, 16);
    for (int i = 1; i <= 3; i++) {
      ByteProcessor slice = new ByteProcessor(16, 16);
      slice.add(40 * i);
      slices.addSlice(slice);
    }
    ImagePlus stack = new ImagePlus("stack", slices);
    BoundResult result = bound(stack, options(grey, 2, OptionalInt.of(5)));
    assertThat(result.images()).hasSize(3);
    double mean = result.images().stream().mapToDouble(b -> b.total().value()).average().orElse(0);
    assertThat(result.mean().total().value()).isCloseTo(mean, within(1e-9 * mean));
    assertThat(result.variance()).isEqualTo(Variance.FIXED_SMALL);
  }

  @Test
  void aLearnedVarianceNeedsANetworkThatLearnedOne() {
    BoundOptions learned =
        new BoundOptions(
            grey,
            2,
            OptionalInt.of(5),
            Optional.of(Variance.LEARNED_RANGE),
            Optional.empty(),
            RangeChoice.AUTO,
            1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bound(image(), learned))
        .withMessage(
            "The model grey learned no variance, so variance must be fixed_small or fixed_large,"
                + " but is learned_range.");
  }

  @Test
  void imagesWithoutGreyLevelsOrOfOtherSizesAreRefused() {
    BoundOptions options = options(grey, 2, OptionalInt.of(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bound(Pixels.random(16, 16, 1, 0, 1), options))
        .withMessageEndingWith("the bound is of images with grey levels: 8-bit, 16-bit or RGB.");
    ImagePlus odd = new ImagePlus("odd", new ByteProcessor(15, 16));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bound(odd, options))
        .withMessageContaining("'odd' is 15 × 16; crop it");
  }

  @Test
  void escStopsIt() {
    VariationalBoundTask task =
        new VariationalBoundTask(options(grey, 2, OptionalInt.empty()), MODELS);
    assertThatThrownBy(() -> task.run(ImagePart.whole(image()), new StopAfter(3)))
        .isInstanceOf(CancelledException.class);
  }
}
