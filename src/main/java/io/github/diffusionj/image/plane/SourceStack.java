package io.github.diffusionj.image.plane;

import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** ImageJ's view of planes that lie elsewhere: a virtual stack that reads a slice at a time. */
public final class SourceStack extends VirtualStack {

  private final PlaneSource source;
  private final PlaneStore store;
  private final String[] labels;

  /**
   * A stack without labels.
   *
   * @param store where the results of it are kept
   */
  public SourceStack(PlaneSource source, PlaneStore store) {
    super(source.width(), source.height(), source.slices());
    this.source = source;
    this.store = store;
    this.labels = new String[source.slices()];
    setBitDepth(
        switch (source.type()) {
          case GREY8 -> 8;
          case GREY16 -> 16;
          case FLOAT32 -> 32;
          case RGB -> 24;
        });
  }

  PlaneStore store() {
    return store;
  }

  @Override
  public Object getPixels(int slice) {
    return source.read(slice - 1);
  }

  @Override
  public ImageProcessor getProcessor(int slice) {
    Object pixels = getPixels(slice);
    return switch (source.type()) {
      case GREY8 -> new ByteProcessor(getWidth(), getHeight(), (byte[]) pixels);
      case GREY16 -> new ShortProcessor(getWidth(), getHeight(), (short[]) pixels, null);
      case FLOAT32 -> new FloatProcessor(getWidth(), getHeight(), (float[]) pixels);
      case RGB -> new ColorProcessor(getWidth(), getHeight(), (int[]) pixels);
    };
  }

  @Override
  public String getSliceLabel(int slice) {
    return labels[slice - 1];
  }

  @Override
  public void setSliceLabel(String label, int slice) {
    labels[slice - 1] = label;
  }
}
