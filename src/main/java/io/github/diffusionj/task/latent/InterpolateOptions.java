package io.github.diffusionj.task.latent;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.nio.file.Path;

/**
 * How to go from one image to another.
 *
 * @param model the model's folder
 * @param t where they are mixed, 1…T
 * @param n images, both ends included, 2…1000
 * @param latents what is mixed
 * @param sampler the way back; its seed is that of the noise, too
 * @param range how intensities map to [−1, 1]
 * @param channel the number of the channel that is taken of both images, for RGB 1 for red to 3 for
 *     blue; 0 for all
 */
public record InterpolateOptions(
    Path model,
    int t,
    int n,
    LatentKind latents,
    SamplerOptions sampler,
    RangeChoice range,
    int channel) {

  public InterpolateOptions {
    Checks.within("n", n, 2, 1000);
  }
}
