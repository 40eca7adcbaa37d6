/** How to go from x_t to x_0: the choice of a sampler, and sampling the items of an image. */
package io.github.diffusionj.task.sampling;
