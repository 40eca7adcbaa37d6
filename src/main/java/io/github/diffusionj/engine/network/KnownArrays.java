package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Known pixels of some images on the device. */
final class KnownArrays {

  private final NDArray known;
  private final NDArray unknown;

  /** Those of the images from {@code first} on. */
  KnownArrays(KnownPixels pixels, int first, SampleShape shape, NDManager manager) {
    int from = first * shape.imageLength();
    float[] values = Arrays.copyOfRange(pixels.values(), from, from + shape.length());
    unknown = manager.create(pixels.unknown(), new Shape(1, 1, shape.height(), shape.width()));
    try (NDArray all = manager.create(values, shape.toShape());
        NDArray one = unknown.mul(-1).addi(1)) {
      known = all.mul(one);
    }
  }

  NDArray putInto(NDArray x0) {
    return x0.mul(unknown).addi(known);
  }
}
