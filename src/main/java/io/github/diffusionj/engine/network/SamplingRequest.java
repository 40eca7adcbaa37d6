package io.github.diffusionj.engine.network;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to sample.
 *
 * @param shape of x_t
 * @param steps the way from t to 0
 * @param noise where z comes from
 * @param firstImage the index in the noise of the first image
 * @param clip x̂_0 is clipped to ±this at every step; empty for no clipping
 * @param known pixels to keep; empty to sample all of them
 */
public record SamplingRequest(
    SampleShape shape,
    List<SamplingStep> steps,
    NoiseField noise,
    long firstImage,
    OptionalDouble clip,
    Optional<KnownPixels> known) {

  public SamplingRequest {
    steps = List.copyOf(steps);
    if (clip.isPresent() && !(clip.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "The clipping bound must be above 0, but is " + clip.getAsDouble() + ".");
    }
    known.ifPresent(pixels -> check(pixels, shape));
  }

  private static void check(KnownPixels pixels, SampleShape shape) {
    shape.checkLength("The known pixels", pixels.values());
    new SampleShape(1, 1, shape.height(), shape.width())
        .checkLength("The mask of unknown pixels", pixels.unknown());
  }
}
