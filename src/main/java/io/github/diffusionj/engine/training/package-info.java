/** Training a network: batches, the loss, the optimiser, the running average of the weights. */
package io.github.diffusionj.engine.training;
