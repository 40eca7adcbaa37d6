package io.github.diffusionj.image.plane;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.pixel.PixelType;

/** Slices in memory; ImageJ's stack shares them. */
final class MemoryPlanes implements PlaneSink {

  private final PixelType type;
  private final int width;
  private final int height;
  private final Object[] slices;

  MemoryPlanes(PixelType type, int width, int height, int slices) {
    this.type = type;
    this.width = width;
    this.height = height;
    this.slices = new Object[slices];
    for (int i = 0; i < slices; i++) {
      this.slices[i] = type.array(width * height);
    }
  }

  @Override
  public PixelType type() {
    return type;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int slices() {
    return slices.length;
  }

  private boolean isWhole(PixelBox box) {
    return box.equals(PixelBox.whole(width, height));
  }

  @Override
  public Object read(int slice, PixelBox box) {
    if (isWhole(box)) {
      return slices[slice];
    }
    Object pixels = type.array(box.area());
    box.forEachRow(
        width,
        (inImage, inBox) -> System.arraycopy(slices[slice], inImage, pixels, inBox, box.width()));
    return pixels;
  }

  @Override
  public void write(int slice, PixelBox box, Object pixels) {
    if (isWhole(box)) {
      slices[slice] = pixels;
      return;
    }
    box.forEachRow(
        width,
        (inImage, inBox) -> System.arraycopy(pixels, inBox, slices[slice], inImage, box.width()));
  }

  @Override
  public ImageStack stack() {
    ImageStack stack = new ImageStack(width, height);
    for (Object slice : slices) {
      stack.addSlice(null, slice);
    }
    return stack;
  }
}
