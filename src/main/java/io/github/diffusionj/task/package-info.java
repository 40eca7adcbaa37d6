/** One class per use case. No user interface: options in, results out. */
package io.github.diffusionj.task;
