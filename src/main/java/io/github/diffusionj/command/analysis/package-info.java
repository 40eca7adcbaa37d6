/** Commands that show what a model does to an image: bound, round trip, inversion, score. */
package io.github.diffusionj.command.analysis;
