/** Random patches of images, to train on. */
package io.github.diffusionj.image.patch;
