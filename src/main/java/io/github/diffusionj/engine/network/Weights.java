package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import io.github.diffusionj.engine.model.weights.TensorStore;
import io.github.diffusionj.engine.model.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Moves weights from a safetensors file to the device. */
public final class Weights {

  private Weights() {}

  /**
   * Reads the tensors that a network takes.
   *
   * @return one float32 array for each tensor, in order, owned by the manager
   * @throws IOException naming the first tensor that is missing or has another shape or type
   */
  public static List<NDArray> load(TensorStore file, List<TensorSpec> tensors, NDManager manager)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (TensorSpec tensor : tensors) {
      names.add(check(file, tensor));
    }
    List<NDArray> weights = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      weights.add(copy(manager, file.bytes(name), tensors.get(i), file.type(name)));
    }
    return weights;
  }

  /** The name under which a tensor is in the file. */
  private static String check(TensorStore file, TensorSpec tensor) throws IOException {
    String name = nameIn(file, tensor);
    if (!file.has(name)) {
      throw new IOException(
          "%s has no tensor %s, which the network of config.json needs."
              .formatted(file.file(), tensor.name()));
    }
    if (!file.spec(name).shape().equals(tensor.shape())) {
      throw new IOException(
          "%s has tensor %s with shape %s, but the network of config.json needs %s."
              .formatted(file.file(), name, file.spec(name).shape(), tensor.shape()));
    }
    if (!file.type(name).isWeight()) {
      throw new IOException(
          "%s has tensor %s of type %s, but weights must be F32, F16 or BF16."
              .formatted(file.file(), name, file.type(name)));
    }
    return name;
  }

  /** The name that a tensor has in the file, or would have there. */
  static String nameIn(TensorStore file, TensorSpec tensor) {
    return file.has(tensor.name()) ? tensor.name() : oldName(tensor.name());
  }

  /** Attention layers had other names before diffusers 0.15. */
  private static String oldName(String name) {
    return name.replaceFirst("\\.to_out\\.0\\.", ".proj_attn.")
        .replaceFirst("\\.to_q\\.", ".query.")
        .replaceFirst("\\.to_k\\.", ".key.")
        .replaceFirst("\\.to_v\\.", ".value.");
  }

  /**
   * A float32 array of its own from a direct buffer. The engine works on the buffer itself, and its
   * toType copies only if the type differs, whatever it is told; but the buffer is gone when Java
   * collects it. The binding ends the process when it meets bfloat16, so that is widened here.
   */
  static NDArray copy(NDManager manager, ByteBuffer bytes, TensorSpec tensor, TensorType type) {
    Shape shape = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    try (NDManager scope = manager.newSubManager()) {
      NDArray copy =
          switch (type) {
            case F32 -> scope.create(bytes, shape, DataType.FLOAT32).duplicate();
            case F16 -> scope.create(bytes, shape, DataType.FLOAT16).toType(DataType.FLOAT32, true);
            case BF16 -> scope.create(widened(bytes), shape);
            default -> throw new IllegalArgumentException("not a type of weights: " + type);
          };
      copy.attach(manager);
      return copy;
    }
  }

  /** A bfloat16 number is the upper half of a float32 number. */
  private static float[] widened(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << Short.SIZE);
    }
    return values;
  }
}
