/** Commands for models, training, batches and the engine. */
package io.github.diffusionj.command.manage;
