package io.github.diffusionj.task.latent;

import io.github.diffusionj.image.quality.Quality;

/**
 * How well inversion works with one number of steps.
 *
 * @param steps of DDIM
 * @param calls network calls of the inversion
 * @param regenerated what DDIM makes of x_t against the original, the mean over all items
 * @param mean of the values of x_t; that of noise is √ᾱ_t times the image's
 * @param deviation of the values of x_t; that of noise is about 1
 */
public record InvertRow(int steps, int calls, Quality regenerated, double mean, double deviation) {}
