/** Which intensities of an image are the model's −1 and 1. */
package io.github.diffusionj.image.range;
