/** Networks that come as a TorchScript file: what is known of them. */
package io.github.diffusionj.model.torchscript;
