package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.model.Safetensors;
import io.github.diffusionj.engine.model.TensorSpec;
import io.github.diffusionj.engine.model.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Moves weights from a safetensors file to the device. */
public final class Weights {

  private Weights() {}

  /**
   * Reads the tensors that a network takes.
   *
   * @param type the type to have them in
   * @return one array for each tensor, in order, owned by the manager
   * @throws IOException naming the first tensor that is missing or has another shape or type
   */
  public static List<NDArray> load(
      Safetensors file, List<TensorSpec> tensors, DataType type, NDManager manager)
      throws IOException {
    List<String> names = new ArrayList<>();
    for (TensorSpec tensor : tensors) {
      names.add(check(file, tensor));
    }
    List<NDArray> weights = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      weights.add(read(file, names.get(i), tensors.get(i), type, manager));
    }
    return weights;
  }

  /** The name under which a tensor is in the file. */
  private static String check(Safetensors file, TensorSpec tensor) throws IOException {
    String name = file.has(tensor.name()) ? tensor.name() : oldName(tensor.name());
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

  /** Attention layers had other names before diffusers 0.15. */
  private static String oldName(String name) {
    return name.replaceFirst("\\.to_out\\.0\\.", ".proj_attn.")
        .replaceFirst("\\.to_q\\.", ".query.")
        .replaceFirst("\\.to_k\\.", ".key.")
        .replaceFirst("\\.to_v\\.", ".value.");
  }

  private static NDArray read(
      Safetensors file, String name, TensorSpec tensor, DataType type, NDManager manager)
      throws IOException {
    Shape shape = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    try (NDManager scope = manager.newSubManager()) {
      // The engine reads the mapped file in place, and toType doesn't copy when the type is the
      // same; the mapping goes away with its buffer, so what is kept must be a copy.
      NDArray mapped = scope.create(file.bytes(name), shape, engineType(file.type(name)));
      NDArray typed = mapped.toType(type, false);
      NDArray copy = typed == mapped ? mapped.duplicate() : typed;
      copy.attach(manager);
      return copy;
    }
  }

  private static DataType engineType(TensorType type) {
    return switch (type) {
      case F32 -> DataType.FLOAT32;
      case F16 -> DataType.FLOAT16;
      case BF16 -> DataType.BFLOAT16;
      default -> throw new IllegalArgumentException("not a type of weights: " + type);
    };
  }
}
