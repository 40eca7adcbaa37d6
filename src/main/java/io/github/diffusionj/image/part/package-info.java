/** A part of an image, some of its slices and channels, as an image that shares its pixels. */
package io.github.diffusionj.image.part;
