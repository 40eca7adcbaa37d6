package io.github.diffusionj.diffusion.sampling;

/**
 * One step of a sampler, as coefficients: x_next = x·x_t + x0·x̂_0 + eps·ε̂ + noise·z.
 *
 * <p>x̂_0 is the network's estimate of the clean image, clipped if clipping is on, and ε̂ = (x_t −
 * √ᾱ_t·x̂_0)/√(1 − ᾱ_t) is worked out again from that x̂_0, so that the two always agree. z is
 * standard normal noise.
 *
 * @param t the time of x_t, 1…T; the network gets t − 1
 * @param next the time of x_next, 0…t−1
 * @param x the factor of x_t
 * @param x0 the factor of x̂_0
 * @param eps the factor of ε̂
 * @param noise the factor of z, 0 if the step needs no noise
 */
public record SamplingStep(int t, int next, double x, double x0, double eps, double noise) {}
