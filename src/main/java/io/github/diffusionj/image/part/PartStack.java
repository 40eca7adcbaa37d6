package io.github.diffusionj.image.part;

import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.diffusionj.image.pixel.PackedRgb;

/** Some slices of a stack, which are read from it when they are asked for. */
final class PartStack extends VirtualStack {

  private final ImageStack source;
  private final int[] slices;
  private final int component;

  /**
   * Takes slices.
   *
   * @param slices their numbers, from 1
   * @param component 1 for red to 3 for blue of an RGB stack; 0 for the slices as they are
   */
  PartStack(ImageStack source, int[] slices, int component) {
    super(source.getWidth(), source.getHeight(), slices.length);
    this.source = source;
    this.slices = slices;
    this.component = component;
    setBitDepth(component > 0 ? 8 : source.getBitDepth());
  }

  @Override
  public Object getPixels(int slice) {
    Object pixels = source.getPixels(slices[slice - 1]);
    return component > 0 && pixels instanceof int[] colours ? component(colours) : pixels;
  }

  private byte[] component(int[] colours) {
    byte[] bytes = new byte[colours.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) PackedRgb.component(colours[i], component - 1);
    }
    return bytes;
  }

  @Override
  public ImageProcessor getProcessor(int slice) {
    return component > 0
        ? new ByteProcessor(getWidth(), getHeight(), (byte[]) getPixels(slice))
        : source.getProcessor(slices[slice - 1]);
  }

  @Override
  public String getSliceLabel(int slice) {
    return source.getSliceLabel(slices[slice - 1]);
  }
}
