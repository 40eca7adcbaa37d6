/** Training a model on images: what to train on, how, and how to go on where it stopped. */
package io.github.diffusionj.task.train;
