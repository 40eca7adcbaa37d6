package io.github.diffusionj.image.plane;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PixelType;

/** Where the pixels of new images are kept. */
@FunctionalInterface
public interface PlaneStore {

  /** In memory, as ImageJ keeps them. */
  PlaneStore MEMORY = MemoryPlanes::new;

  /** Room for the slices of an image, all 0, for RGB black. */
  PlaneSink sink(PixelType type, int width, int height, int slices);

  /**
   * Where the results of an image go: into memory, unless the image itself is too large for that
   * and its stack says where else.
   */
  static PlaneStore of(ImageStack stack) {
    return stack instanceof SourceStack large ? large.store() : MEMORY;
  }
}
