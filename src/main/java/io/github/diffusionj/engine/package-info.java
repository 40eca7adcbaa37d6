/**
 * The tie to DJL and PyTorch: bringing the engine up on a device, the network as TorchScript that
 * Java writes, sampling and training. Knows nothing of ImageJ.
 */
package io.github.diffusionj.engine;
