/** The images that a training learns from, and the files of its folder. */
package io.github.diffusionj.task.train.images;
