/** The variational bound of images in bits per dimension, term by term. */
package io.github.diffusionj.task.bound;
