package io.github.diffusionj.image.result;

import ij.ImagePlus;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.PixelPlanes;

/** C, Z and T of a result. */
record Dimensions(int channels, int slices, int frames) {

  /** The source's, with R, G and B as channels where a type has no colours of its own. */
  static Dimensions like(PixelPlanes source, PixelType type) {
    ImagePlus image = source.image();
    Dimensions same = new Dimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
    if (type == source.type()) {
      return same;
    }
    if (source.type() == PixelType.RGB) {
      return new Dimensions(3, same.channels * same.slices, same.frames);
    }
    return type == PixelType.RGB ? new Dimensions(1, same.slices, same.frames) : same;
  }
}
