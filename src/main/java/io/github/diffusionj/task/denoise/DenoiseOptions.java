package io.github.diffusionj.task.denoise;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How to denoise a noised image.
 *
 * @param model the model's folder
 * @param t the timestep that the image is at, 0…T; empty for the one that the image records
 * @param sampler the way to 0
 * @param guidance the class to sample
 * @param range how intensities map to [−1, 1]
 * @param frames 1 for x_0 alone, or the number of moments to show on the way
 */
public record DenoiseOptions(
    Path model,
    OptionalInt t,
    SamplerOptions sampler,
    GuidanceOptions guidance,
    RangeChoice range,
    int frames) {

  public DenoiseOptions {
    Checks.within("frames", frames, 1, Integer.MAX_VALUE);
  }

  /** Options without a class. */
  public DenoiseOptions(
      Path model, OptionalInt t, SamplerOptions sampler, RangeChoice range, int frames) {
    this(model, t, sampler, GuidanceOptions.NONE, range, frames);
  }
}
