package io.github.diffusionj.task.sampling;

import io.github.diffusionj.engine.sampling.KnownPixels;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * What is to be kept of items while the rest of them is filled in.
 *
 * @param clean the clean values of an item in model space, C·H·W
 * @param unknown 1 where a pixel is to be filled in, 0 where it is known, H·W, for all items
 * @param keeping how pixels are kept, from the padded values and the padded {@code unknown}
 */
public record KnownItems(
    IntFunction<float[]> clean,
    float[] unknown,
    BiFunction<float[], float[], KnownPixels> keeping) {}
