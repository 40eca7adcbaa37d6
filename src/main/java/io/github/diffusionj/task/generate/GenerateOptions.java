package io.github.diffusionj.task.generate;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What to generate.
 *
 * @param model the model's folder
 * @param n the number of images, 1…100000
 * @param width in pixels, 8…16384; empty for the model's sample size
 * @param height the same
 * @param sampler the way from noise to an image
 * @param guidance the class to sample
 * @param frames 1 for the images alone, or the number of moments to show on the way
 */
public record GenerateOptions(
    Path model,
    int n,
    OptionalInt width,
    OptionalInt height,
    SamplerOptions sampler,
    GuidanceOptions guidance,
    int frames) {

  private static final int SMALLEST = 8;
  private static final int LARGEST = 16_384;

  public GenerateOptions {
    Checks.within("n", n, 1, 100_000);
    width.ifPresent(w -> Checks.within("width", w, SMALLEST, LARGEST));
    height.ifPresent(h -> Checks.within("height", h, SMALLEST, LARGEST));
    Checks.within("frames", frames, 1, Integer.MAX_VALUE);
  }

  /** Options without a class. */
  public GenerateOptions(
      Path model,
      int n,
      OptionalInt width,
      OptionalInt height,
      SamplerOptions sampler,
      int frames) {
    this(model, n, width, height, sampler, GuidanceOptions.NONE, frames);
  }
}
