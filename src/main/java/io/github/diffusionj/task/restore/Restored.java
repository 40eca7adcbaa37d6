package io.github.diffusionj.task.restore;

import ij.ImagePlus;
import java.util.Optional;

/**
 * A cleaned image.
 *
 * @param image the mean; with uncertainty a hyperstack with more channels
 * @param residual what was taken away, the image minus the mean, as 32-bit; if it was asked for
 */
public record Restored(ImagePlus image, Optional<ImagePlus> residual) {}
