package io.github.diffusionj.task.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SamplerOptionsTest {

  private static final Clipping THREE = new Clipping.Fixed(3);

  private static SchedulerConfig model(Clipping clipping) {
    SchedulerConfig ddpm = SchedulerConfig.ddpm(100, ScheduleType.LINEAR, Prediction.EPSILON);
    return new SchedulerConfig(
        ddpm.className(),
        ddpm.steps(),
        ddpm.betaStart(),
        ddpm.betaEnd(),
        ddpm.type(),
        ddpm.trainedBetas(),
        ddpm.zeroTerminalSnr(),
        ddpm.prediction(),
        ddpm.variance(),
        clipping,
        ddpm.solver());
  }

  private static SamplerOptions clip(Optional<Boolean> clip) {
    return new SamplerOptions(
        SamplerKind.DDIM, OptionalInt.of(5), TimestepSpacing.TRAILING, 0, clip, 1);
  }

  @Test
  void clippingIsTheModelsUnlessTheUserSaysOtherwise() {
    assertThat(clip(Optional.empty()).clipping(model(THREE))).isEqualTo(THREE);
    assertThat(clip(Optional.empty()).clipping(model(Clipping.NONE))).isEqualTo(Clipping.NONE);
  }

  @Test
  void theUserMayClipWhatTheModelDoesNotAndTheOtherWayRound() {
    assertThat(clip(Optional.of(true)).clipping(model(Clipping.NONE)))
        .isEqualTo(new Clipping.Fixed(1));
    assertThat(clip(Optional.of(true)).clipping(model(THREE))).isEqualTo(THREE);
    assertThat(clip(Optional.of(false)).clipping(model(THREE))).isEqualTo(Clipping.NONE);
  }
}
