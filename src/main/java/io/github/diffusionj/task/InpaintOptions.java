package io.github.diffusionj.task;

import io.github.diffusionj.image.RangeChoice;
import java.nio.file.Path;

/**
 * How to fill a selection.
 *
 * @param model the model's folder
 * @param sampler the way from noise to the filled image
 * @param range how intensities map to [−1, 1]
 */
public record InpaintOptions(Path model, SamplerOptions sampler, RangeChoice range) {}
