package io.github.diffusionj.engine.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorStore;
import io.github.diffusionj.model.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Reads tensors as float32 arrays, from the file straight into the engine's memory, so that they
 * are held once. Half-precision tensors pass through one buffer that is used again and again.
 */
final class WeightReader {

  private static final int CHUNK = 8192;

  private final TensorStore store;
  private final NDManager manager;
  private final short[] halves = new short[CHUNK];
  private final int[] floats = new int[CHUNK];
  private ByteBuffer staging = ByteBuffer.allocate(0);

  /**
   * Reads the tensors of a store.
   *
   * @param manager owns the arrays that are read
   */
  WeightReader(TensorStore store, NDManager manager) {
    this.store = store;
    this.manager = manager;
  }

  /**
   * Reads a tensor that is there and is of a type of weights.
   *
   * @return a float32 array
   * @throws IOException if it can't be read
   */
  NDArray read(String name) throws IOException {
    try (NDManager scope = manager.newSubManager(Device.cpu())) {
      NDArray onCpu = read(name, scope);
      NDArray array =
          manager.getDevice().equals(Device.cpu())
              ? onCpu
              : onCpu.toDevice(manager.getDevice(), true);
      array.attach(manager);
      return array;
    }
  }

  /** The engine frees the array's memory by itself, so the buffer on it must not leave this. */
  private NDArray read(String name, NDManager scope) throws IOException {
    Shape shape = shape(store.spec(name));
    if (store.type(name) == TensorType.F16) {
      return scope
          .create(staged(name), shape, DataType.FLOAT16)
          .toType(DataType.FLOAT32, true); // copies, since the type is another
    }
    NDArray array = scope.create(shape, DataType.FLOAT32);
    ByteBuffer memory = array.toByteBuffer(true);
    switch (store.type(name)) {
      case F32 -> store.read(name, memory);
      case BF16 -> widen(staged(name).asShortBuffer(), memory.asIntBuffer());
      default -> throw new IllegalArgumentException(name + " is of type " + store.type(name));
    }
    return array;
  }

  private static Shape shape(TensorSpec tensor) {
    return new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
  }

  private ByteBuffer staged(String name) throws IOException {
    int size = Math.toIntExact(store.spec(name).size() * store.type(name).bytes());
    if (staging.capacity() < size) {
      staging = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    store.read(name, staging.clear().limit(size));
    return staging.flip();
  }

  /**
   * A bfloat16 number is the upper half of a float32 number. The binding ends the process when it
   * meets bfloat16 itself.
   */
  private void widen(ShortBuffer from, IntBuffer to) {
    while (from.hasRemaining()) {
      int count = Math.min(CHUNK, from.remaining());
      from.get(halves, 0, count);
      for (int i = 0; i < count; i++) {
        floats[i] = halves[i] << Short.SIZE;
      }
      to.put(floats, 0, count);
    }
  }
}
