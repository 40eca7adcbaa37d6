/** The way back from x_t to x_0 as lists of coefficients, and which times it visits. */
package io.github.diffusionj.diffusion.sampling;
