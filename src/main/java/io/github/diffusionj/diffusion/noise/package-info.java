/** Gaussian noise as a function of seed and position. */
package io.github.diffusionj.diffusion.noise;
