/** The parts of a U-Net's configuration: values that check themselves. */
package io.github.diffusionj.model.unet;
