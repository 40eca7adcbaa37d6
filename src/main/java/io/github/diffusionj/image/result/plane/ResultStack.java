package io.github.diffusionj.image.result.plane;

import ij.ImageStack;
import io.github.diffusionj.image.pixel.PackedRgb;
import io.github.diffusionj.image.pixel.PixelType;
import io.github.diffusionj.image.source.PixelPlanes;
import java.lang.reflect.Array;
import java.util.Arrays;

/** The pixels of a result while they are written, plane by plane; RGB is three planes a slice. */
final class ResultStack {

  private final PixelType type;
  private final int width;
  private final int height;
  private final Object[] slices;

  private ResultStack(PixelType type, int width, int height, int slices) {
    this.type = type;
    this.width = width;
    this.height = height;
    this.slices = new Object[slices];
  }

  /** Zeros, with room for that many planes. */
  static ResultStack zeros(PixelType type, int width, int height, int planes) {
    int count = type == PixelType.RGB ? planes / 3 : planes;
    ResultStack stack = new ResultStack(type, width, height, count);
    for (int i = 0; i < count; i++) {
      stack.slices[i] = Array.newInstance(element(type), width * height);
      if (stack.slices[i] instanceof int[] colours) {
        Arrays.fill(colours, PackedRgb.BLACK);
      }
    }
    return stack;
  }

  /** A copy of the source, bit for bit. */
  static ResultStack copyOf(PixelPlanes source) {
    int count = source.slice(source.count() - 1);
    ResultStack stack = new ResultStack(source.type(), source.width(), source.height(), count);
    for (int i = 0; i < count; i++) {
      stack.slices[i] = Array.newInstance(element(source.type()), source.area());
      System.arraycopy(source.pixels(i + 1), 0, stack.slices[i], 0, source.area());
    }
    return stack;
  }

  private static Class<?> element(PixelType type) {
    return switch (type) {
      case GREY8 -> byte.class;
      case GREY16 -> short.class;
      case FLOAT32 -> float.class;
      case RGB -> int.class;
    };
  }

  /** Writes a plane where the mask is not 0; a null mask means everywhere. */
  void write(int plane, float[] values, int offset, float[] mask) {
    for (int i = 0; i < width * height; i++) {
      if (mask == null || mask[i] != 0) {
        set(plane, i, values[offset + i]);
      }
    }
  }

  private void set(int plane, int index, float value) {
    switch (type) {
      case GREY8 -> ((byte[]) slices[plane])[index] = (byte) rounded(value);
      case GREY16 -> ((short[]) slices[plane])[index] = (short) rounded(value);
      case FLOAT32 -> ((float[]) slices[plane])[index] = value;
      case RGB -> {
        int[] colours = (int[]) slices[slice(plane)];
        colours[index] = PackedRgb.with(colours[index], plane % 3, rounded(value));
      }
    }
  }

  private int rounded(float value) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException(
          "The result has a NaN pixel, which no " + type.label() + " image can hold.");
    }
    return (int) Math.max(0, Math.min(type.max(), Math.floor(value + 0.5)));
  }

  /** The slice, counted from 0, that holds a plane. */
  int slice(int plane) {
    return type == PixelType.RGB ? plane / 3 : plane;
  }

  PixelType type() {
    return type;
  }

  /** The slices as an ImageJ stack, without labels; the arrays are shared. */
  ImageStack toImageStack() {
    ImageStack stack = new ImageStack(width, height);
    for (Object slice : slices) {
      stack.addSlice(null, slice);
    }
    return stack;
  }
}
