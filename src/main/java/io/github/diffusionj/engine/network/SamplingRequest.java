package io.github.diffusionj.engine.network;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import java.util.List;
import java.util.Optional;

/**
 * What to sample.
 *
 * @param shape of x_t
 * @param steps the way from t to 0
 * @param noise where z comes from
 * @param firstImage the index in the noise of the first image
 * @param clipping what is done to x̂_0 at every step
 * @param known pixels to keep; empty to sample all of them
 */
public record SamplingRequest(
    SampleShape shape,
    List<SamplingStep> steps,
    NoiseField noise,
    long firstImage,
    Clipping clipping,
    Optional<KnownPixels> known) {

  public SamplingRequest {
    steps = List.copyOf(steps);
    known.ifPresent(pixels -> check(pixels, shape));
  }

  private static void check(KnownPixels pixels, SampleShape shape) {
    shape.checkLength("The known pixels", pixels.values());
    new SampleShape(1, 1, shape.height(), shape.width())
        .checkLength("The mask of unknown pixels", pixels.unknown());
  }
}
