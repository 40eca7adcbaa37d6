/** Noise that stands for images: inversion, and what lies between two images. */
package io.github.diffusionj.task.latent;
