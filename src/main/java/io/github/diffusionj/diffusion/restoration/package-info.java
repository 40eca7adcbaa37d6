/**
 * What connects the noise of a real image with a diffusion model: the time at which the forward
 * process has as much of it, and the transform that makes Poisson–Gaussian noise Gaussian.
 */
package io.github.diffusionj.diffusion.restoration;
