/**
 * The mathematics of diffusion models, in plain Java and double precision: noise schedules, the
 * forward process, what a network may predict, samplers as lists of coefficients, timestep spacings
 * and position-keyed Gaussian noise.
 *
 * <p>Nothing here knows of tensors, images or networks, so everything can be checked against closed
 * forms.
 *
 * <p>Symbols. t counts 0…T, t = 0 being the clean image; the index a network gets is t − 1. β_t is
 * the variance added at step t = 1…T, α_t = 1 − β_t, ᾱ_t = α_1·…·α_t and ᾱ_0 = 1. The forward
 * process is x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε with ε ~ N(0, 1). x̂_0 and ε̂ are a network's estimates.
 *
 * <p>Arguments out of range raise an {@link IllegalArgumentException} whose message is a sentence
 * for the person at the screen; nothing is ever clamped silently.
 */
package io.github.diffusionj.diffusion;
