package io.github.diffusionj.task.score;

import io.github.diffusionj.image.range.RangeChoice;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What to look at.
 *
 * @param model the model's folder
 * @param t the timestep that the image is at, 1…T; empty for the one that it records
 * @param range how intensities map to [−1, 1]
 */
public record ScoreOptions(Path model, OptionalInt t, RangeChoice range) {}
