package io.github.diffusionj.model.unet;

import io.github.diffusionj.model.script.Feature;

/** Writes the resolution levels of a U-Net. */
interface Blocks {

  /** A level on the way down, 0 being the finest, and the way to the next. */
  Feature down(Feature h, int level);

  /** A level on the way up, 0 being the coarsest, and the way to the next. */
  Feature up(Feature h, int block);
}
