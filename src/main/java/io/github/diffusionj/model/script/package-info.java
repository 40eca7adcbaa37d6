/**
 * Networks as TorchScript archives that Java writes: the code, line by line, with the table of its
 * weights, the zip and the pickle around it. The weights stay outside and are handed over by {@code
 * set_weights}.
 */
package io.github.diffusionj.model.script;
