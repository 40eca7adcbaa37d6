package io.github.diffusionj.task.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.SilentModel;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final int T = 40;
  private static final double ALPHA_BAR =
      NoiseSchedule.of(ScheduleType.LINEAR, 100, 1e-4, 0.02).alphaBar(T);

  @TempDir static Path folder;

  private static ScoreResult score(Prediction prediction, ImagePlus image, OptionalInt t)
      throws IOException {
    Path model = SilentModel.create(folder.resolve(prediction.label()), 100, prediction).path();
    ScoreOptions options = new ScoreOptions(model, t, RangeChoice.of(RangeChoice.Mode.RAW));
    return new ScoreTask(options, MODELS).run(ImagePart.whole(image), Progress.NONE);
  }

  @Test
  void whereThereIsNoNoiseTheScoreIsZeroAndTheEstimateTheScaledImage() throws IOException {
    ImagePlus image = Pixels.random(7, 9, 2, 0, 1);
    ScoreResult result = score(Prediction.EPSILON, image, OptionalInt.of(T));
    float[] xt = Pixels.of(image, 2);
    float[] x0 = Pixels.of(result.estimate(), 2);
    float[] score = Pixels.of(result.score(), 2);
    for (int i = 0; i < xt.length; i++) {
      assertThat((double) x0[i]).isCloseTo(xt[i] / Math.sqrt(ALPHA_BAR), within(1e-5));
      assertThat((double) score[i]).isCloseTo(0, within(1e-4));
    }
  }

  /** Data that are all 0: q(x_t) = N(0, 1 − ᾱ), whose score is −x/(1 − ᾱ). */
  @Test
  void ofDataThatAreAllZeroTheScoreIsThatOfTheNoise() throws IOException {
    ImagePlus image = Pixels.random(8, 8, 1, 0, 1);
    ScoreResult result = score(Prediction.SAMPLE, image, OptionalInt.of(T));
    float[] xt = Pixels.of(image, 1);
    float[] score = Pixels.of(result.score(), 1);
    for (int i = 0; i < xt.length; i++) {
      assertThat((double) score[i]).isCloseTo(-xt[i] / (1 - ALPHA_BAR), within(1e-4));
      assertThat(Pixels.of(result.estimate(), 1)[i]).isZero();
    }
  }

  /** Two windows, before each of which it can be stopped, as before the image. */
  @Test
  void aLargeImageIsCutIntoWindows() throws IOException {
    Path model = SilentModel.create(folder.resolve("large"), 100, Prediction.EPSILON).path();
    ScoreOptions options =
        new ScoreOptions(model, OptionalInt.of(T), RangeChoice.of(RangeChoice.Mode.RAW));
    AtomicInteger calls = new AtomicInteger();
    Progress counter =
        new Progress() {
          @Override
          public void report(double fraction, String text) {}

          @Override
          public boolean cancelled() {
            calls.incrementAndGet();
            return false;
          }
        };
    ImagePlus image = Pixels.random(600, 512, 1, 0, 1);
    ScoreResult result = new ScoreTask(options, MODELS).run(ImagePart.whole(image), counter);
    assertThat(calls.get()).isGreaterThan(2);
    float[] xt = Pixels.of(image, 1);
    float[] x0 = Pixels.of(result.estimate(), 1);
    for (int i = 0; i < xt.length; i++) {
      assertThat((double) x0[i]).isCloseTo(xt[i] / Math.sqrt(ALPHA_BAR), within(1e-5));
    }
  }

  @Test
  void aCleanImageHasNone() {
    ImagePlus image = Pixels.random(8, 8, 1, 0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> score(Prediction.EPSILON, image, OptionalInt.of(0)))
        .withMessage("t must be between 1 and 100, but is 0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> score(Prediction.EPSILON, image, OptionalInt.empty()))
        .withMessageContaining("does not record its t");
  }
}
