package io.github.diffusionj.task;

import io.github.diffusionj.engine.model.SchedulerConfig;
import java.util.Optional;
import java.util.OptionalDouble;

/** The bound on x̂_0 that a choice and a model's configuration amount to. */
public final class ClipRange {

  private static final double MODEL_RANGE = 1;

  private ClipRange() {}

  /**
   * The bound.
   *
   * @param clip whether to clip; empty for what the model's configuration says
   * @return x̂_0 is clipped to ±this; empty for no clipping
   */
  public static OptionalDouble of(Optional<Boolean> clip, SchedulerConfig model) {
    boolean clips = clip.orElse(model.clipRange().isPresent());
    return clips
        ? OptionalDouble.of(model.clipRange().orElse(MODEL_RANGE))
        : OptionalDouble.empty();
  }
}
