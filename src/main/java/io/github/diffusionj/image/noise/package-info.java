/** How much noise an image has, worked out from the image alone. */
package io.github.diffusionj.image.noise;
