/** Cleaning real images, whose noise a model's forward process did not make. */
package io.github.diffusionj.task.restore;
