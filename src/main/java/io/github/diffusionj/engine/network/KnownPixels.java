package io.github.diffusionj.engine.network;

/**
 * Pixels that the result must keep: they are put into x̂_0 at every step (DDNM; Wang, Yu and Zhang
 * 2023, equation 13 with A a mask), so that the rest is filled in to fit them.
 *
 * @param values clean images in model space, N·C·H·W
 * @param unknown 1 where a pixel is to be filled in, 0 where it is known, H·W, for all images
 */
public record KnownPixels(float[] values, float[] unknown) {}
