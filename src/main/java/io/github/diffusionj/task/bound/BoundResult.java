package io.github.diffusionj.task.bound;

import io.github.diffusionj.diffusion.sampling.Variance;
import java.util.List;

/**
 * The bound of a stack.
 *
 * @param mean over the images
 * @param images the bound of each image
 * @param variance σ_t² that it is the bound of
 */
public record BoundResult(Bound mean, List<Bound> images, Variance variance) {}
