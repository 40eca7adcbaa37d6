/** The U-Net of diffusers: its configuration, its JSON and its code. */
package io.github.diffusionj.model.unet;
