/** The forward process on an image. */
package io.github.diffusionj.task.noise;
