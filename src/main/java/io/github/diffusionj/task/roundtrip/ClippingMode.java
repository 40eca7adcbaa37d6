package io.github.diffusionj.task.roundtrip;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.util.Optional;

/** When values beyond the model's data range are cut off on the way back. */
public enum ClippingMode implements Labelled {
  /** As the sampler's own options say. */
  AS_GIVEN("as_given"),
  /** x̂_0 at every step. */
  EVERY_STEP("every_step"),
  /** The result alone. */
  AT_THE_END("at_the_end"),
  /** Nothing. */
  NEVER("never");

  private final String label;

  ClippingMode(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  SamplerOptions of(SamplerOptions sampler) {
    return switch (this) {
      case AS_GIVEN -> sampler;
      case EVERY_STEP -> sampler.withClip(Optional.of(true));
      case AT_THE_END, NEVER -> sampler.withClip(Optional.of(false));
    };
  }

  /** The result with its values cut off if that is done at the end. */
  float[] end(float[] x0) {
    if (this != AT_THE_END) {
      return x0;
    }
    float[] clipped = x0.clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.max(-1, Math.min(1, clipped[i]));
    }
    return clipped;
  }
}
