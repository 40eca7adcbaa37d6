/** A command over many files or slices, which goes on where it stopped. */
package io.github.diffusionj.task.batch;
