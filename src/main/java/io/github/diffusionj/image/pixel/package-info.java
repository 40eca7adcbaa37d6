/** Pixel types, planes and intensities, as ImageJ stores them. */
package io.github.diffusionj.image.pixel;
