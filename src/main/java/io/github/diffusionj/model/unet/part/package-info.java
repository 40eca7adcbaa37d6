/** What the configuration of a U-Net is made of. */
package io.github.diffusionj.model.unet.part;
