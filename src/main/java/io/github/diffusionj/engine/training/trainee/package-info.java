/** What is trained, a model or a classifier: its loss on a batch, and samples on the way. */
package io.github.diffusionj.engine.training.trainee;
