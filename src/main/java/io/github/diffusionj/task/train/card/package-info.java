/** What a training leaves beside the weights: a card in words and the curve of the losses. */
package io.github.diffusionj.task.train.card;
