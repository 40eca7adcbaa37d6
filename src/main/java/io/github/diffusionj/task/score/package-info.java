/** What a network says of a noised image in one call: the score, and Tweedie's estimate. */
package io.github.diffusionj.task.score;
