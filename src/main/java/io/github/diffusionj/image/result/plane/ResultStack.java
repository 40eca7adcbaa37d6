package io.github.diffusionj.image.result.plane;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PackedRgb;
import io.github.diffusionj.image.pixel.PixelBox;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.plane.PlaneSink;
import io.github.diffusionj.image.plane.PlaneStore;
import io.github.diffusionj.image.source.PixelPlanes;

/** The pixels of a result while they are written, plane by plane; RGB is three planes a slice. */
final class ResultStack {

  private final PlaneSink sink;
  private final PixelBox whole;

  private ResultStack(PlaneSink sink) {
    this.sink = sink;
    this.whole = PixelBox.whole(sink.width(), sink.height());
  }

  /** Zeros, with room for that many planes of a source's size. */
  static ResultStack zeros(PixelPlanes source, PixelType type, int planes) {
    int slices = type == PixelType.RGB ? planes / 3 : planes;
    return new ResultStack(store(source).sink(type, source.width(), source.height(), slices));
  }

  private static PlaneStore store(PixelPlanes source) {
    return PlaneStore.of(source.part().whole().getStack());
  }

  /** A copy of the source, bit for bit. */
  static ResultStack copyOf(PixelPlanes source) {
    ResultStack stack = zeros(source, source.type(), source.count());
    for (int i = 0; i < stack.sink.slices(); i++) {
      Object copy = source.type().array(source.area());
      System.arraycopy(source.pixels(i + 1), 0, copy, 0, source.area());
      stack.sink.write(i, stack.whole, copy);
    }
    return stack;
  }

  /** Writes a plane where the mask is not 0; a null mask means everywhere. */
  void write(int plane, float[] values, int offset, float[] mask) {
    int slice = slice(plane);
    Object pixels = sink.read(slice);
    for (int i = 0; i < whole.area(); i++) {
      if (mask == null || mask[i] != 0) {
        set(pixels, plane, i, values[offset + i]);
      }
    }
    sink.write(slice, whole, pixels);
  }

  private void set(Object pixels, int plane, int index, float value) {
    switch (type()) {
      case GREY8 -> ((byte[]) pixels)[index] = (byte) rounded(value);
      case GREY16 -> ((short[]) pixels)[index] = (short) rounded(value);
      case FLOAT32 -> ((float[]) pixels)[index] = value;
      case RGB -> {
        int[] colours = (int[]) pixels;
        colours[index] = PackedRgb.with(colours[index], plane % 3, rounded(value));
      }
    }
  }

  private int rounded(float value) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException(
          "The result has a NaN pixel, which no " + type().label() + " image can hold.");
    }
    return (int) Math.max(0, Math.min(type().max(), Math.floor(value + 0.5)));
  }

  /** The slice, counted from 0, that holds a plane. */
  int slice(int plane) {
    return type() == PixelType.RGB ? plane / 3 : plane;
  }

  PixelType type() {
    return sink.type();
  }

  /** The slices as an ImageJ stack, without labels; the pixels are shared. */
  ImageStack toImageStack() {
    return sink.stack();
  }
}
