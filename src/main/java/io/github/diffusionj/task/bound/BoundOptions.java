package io.github.diffusionj.task.bound;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.image.range.RangeChoice;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to work out the bound.
 *
 * @param model the model's folder
 * @param samples how often x_t is drawn for each part of the times, 2…{@value #MOST_SAMPLES}; the
 *     standard error needs two
 * @param timesteps how many parts the times 2…T are cut into; empty, or more than there are times,
 *     for every t
 * @param variance of the reverse steps; empty for the model's own
 * @param clip whether x̂_0 is clipped to the model's data range; empty for what the model's
 *     configuration says
 * @param range how intensities map to [−1, 1]
 * @param seed of the noise
 */
public record BoundOptions(
    Path model,
    int samples,
    OptionalInt timesteps,
    Optional<Variance> variance,
    Optional<Boolean> clip,
    RangeChoice range,
    long seed) {

  private static final int MOST_SAMPLES = 1000;

  public BoundOptions {
    Checks.within("samples", samples, 2, MOST_SAMPLES);
    timesteps.ifPresent(count -> Checks.within("timesteps", count, 1, Integer.MAX_VALUE));
  }
}
