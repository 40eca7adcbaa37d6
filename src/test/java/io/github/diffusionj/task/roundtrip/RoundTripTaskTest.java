package io.github.diffusionj.task.roundtrip;

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
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.image.part.ImagePart;
import io.github.diffusionj.image.quality.Quality;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.Pixels;
import io.github.diffusionj.task.StopAfter;
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

/** With a network that finds no noise: DDIM then only scales x_t, so all is a closed form. */
class RoundTripTaskTest {

  @AutoClose private static final OpenModels MODELS = new OpenModels();

  private static final NoiseSchedule SCHEDULE =
      NoiseSchedule.of(ScheduleType.LINEAR, 100, 1e-4, 0.02);

  @TempDir static Path folder;
  private static Path silent;

  @BeforeAll
  static void writeModel() throws IOException {
    silent = SilentModel.create(folder.resolve("silent"), 100, Prediction.EPSILON).path();
  }

  private static RoundTripOptions options(List<Integer> times, int seeds, ClippingMode... modes) {
    SamplerOptions sampler =
        new SamplerOptions(
            SamplerKind.DDIM,
            OptionalInt.of(5),
            TimestepSpacing.TRAILING,
            0,
            Optional.of(false),
            1);
    return new RoundTripOptions(
        silent, times, sampler, seeds, List.of(modes), RangeChoice.of(RangeChoice.Mode.RAW));
  }

  private static RoundTripResult run(ImagePlus image, RoundTripOptions options) throws IOException {
    return new RoundTripTask(options, MODELS).run(ImagePart.whole(image), Progress.NONE);
  }

  @Test
  void whatComesBackIsOffByTheNoiseOverTheSignal() throws IOException {
    ImagePlus image = Pixels.random(64, 64, 1, 0, 0.5);
    RoundTripResult result = run(image, options(List.of(10, 80), 4, ClippingMode.NEVER));
    assertThat(result.rows()).extracting(RoundTripRow::t).containsExactly(10, 80);
    for (RoundTripRow row : result.rows()) {
      double alphaBar = SCHEDULE.alphaBar(row.t());
      double expected = 10 * Math.log10(4 / (1 / alphaBar - 1));
      assertThat(row.qualities()).hasSize(4);
      assertThat(row.of(Quality::psnr).mean()).isCloseTo(expected, within(0.2));
      assertThat(row.of(Quality::psnr).deviation()).isBetween(1e-4, 0.3);
      double correlation = Math.sqrt(0.25 / (0.25 + 1 / alphaBar - 1));
      assertThat(row.of(Quality::correlation).mean()).isCloseTo(correlation, within(0.02));
    }
  }

  @Test
  void clippingHelpsWhereTheDataLieWithinTheRange() throws IOException {
    ImagePlus image = Pixels.constant(32, 32, 1, 0.9);
    RoundTripResult result =
        run(
            image,
            options(
                List.of(80),
                2,
                ClippingMode.EVERY_STEP,
                ClippingMode.AT_THE_END,
                ClippingMode.NEVER));
    List<Double> psnr = result.rows().stream().map(row -> row.of(Quality::psnr).mean()).toList();
    assertThat(psnr.get(0)).isGreaterThan(psnr.get(2) + 1);
    assertThat(psnr.get(1)).isGreaterThan(psnr.get(2) + 1);
  }

  @Test
  void atTZeroTheImageComesBackAsItIs() throws IOException {
    RoundTripRow row =
        run(Pixels.random(16, 16, 2, 0, 0.5), options(List.of(0), 1, ClippingMode.NEVER))
            .rows()
            .get(0);
    assertThat(row.qualities()).hasSize(2).allMatch(quality -> quality.psnr() > 100);
  }

  @Test
  void theMontageHasAColumnForEachTAndARowForEachClipping() throws IOException {
    ImagePlus image = Pixels.random(96, 96, 1, 0, 0.5);
    ImagePlus narrow = run(image, options(List.of(10), 1, ClippingMode.NEVER)).montage();
    ImagePlus wide =
        run(image, options(List.of(10, 20), 1, ClippingMode.NEVER, ClippingMode.AT_THE_END))
            .montage();
    assertThat(wide.getWidth() - narrow.getWidth()).isGreaterThanOrEqualTo(96);
    assertThat(wide.getHeight() - narrow.getHeight()).isEqualTo(100);
  }

  @Test
  void aTBeyondTheScheduleIsRefusedAndEscStops() {
    ImagePlus image = Pixels.random(16, 16, 1, 0, 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(image, options(List.of(50, 101), 1, ClippingMode.NEVER)))
        .withMessage("t must be between 0 and 100, but is 101.");
    RoundTripTask task = new RoundTripTask(options(List.of(50), 3, ClippingMode.NEVER), MODELS);
    assertThatThrownBy(() -> task.run(ImagePart.whole(image), new StopAfter(4)))
        .isInstanceOf(CancelledException.class);
  }
}
