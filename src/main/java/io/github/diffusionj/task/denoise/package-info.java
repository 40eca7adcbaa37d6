/** The reverse process from a noised image. */
package io.github.diffusionj.task.denoise;
