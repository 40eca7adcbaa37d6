/** A command over many files, which goes on where it stopped. */
package io.github.diffusionj.task.batch;
