package io.github.diffusionj.task.score;

import ij.ImagePlus;

/**
 * What the network said, as 32-bit images.
 *
 * @param estimate x̂_0 in the image's own units
 * @param score in model space, where the data range is [−1, 1]
 */
public record ScoreResult(ImagePlus estimate, ImagePlus score) {}
