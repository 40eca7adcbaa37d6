package io.github.diffusionj.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.model.SchedulerConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SamplerOptionsTest {

  private static SchedulerConfig model(Optional<Double> clipRange) {
    return new SchedulerConfig(
        "DDPMScheduler",
        100,
        1e-4,
        0.02,
        ScheduleType.LINEAR,
        List.of(),
        Prediction.EPSILON,
        Variance.FIXED_SMALL,
        clipRange);
  }

  private static SamplerOptions clip(Optional<Boolean> clip) {
    return new SamplerOptions(
        SamplerKind.DDIM, OptionalInt.of(5), TimestepSpacing.TRAILING, 0, clip, 1);
  }

  @Test
  void clippingIsTheModelsUnlessTheUserSaysOtherwise() {
    assertThat(clip(Optional.empty()).clipRange(model(Optional.of(3.0)))).hasValue(3);
    assertThat(clip(Optional.empty()).clipRange(model(Optional.empty()))).isEmpty();
  }

  @Test
  void theUserMayClipWhatTheModelDoesNotAndTheOtherWayRound() {
    assertThat(clip(Optional.of(true)).clipRange(model(Optional.empty()))).hasValue(1);
    assertThat(clip(Optional.of(true)).clipRange(model(Optional.of(3.0)))).hasValue(3);
    assertThat(clip(Optional.of(false)).clipRange(model(Optional.of(3.0)))).isEmpty();
  }
}
