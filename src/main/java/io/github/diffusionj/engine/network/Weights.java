package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Moves weights from safetensors files to the device. */
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
    WeightReader reader = new WeightReader(file, manager);
    List<NDArray> weights = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      weights.add(reader.read(names.get(i)));
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
    if (tensor.size() * Float.BYTES > Integer.MAX_VALUE) {
      throw new IOException(
          "%s has tensor %s with shape %s; at most 2 GiB of float32 are read for one tensor."
              .formatted(file.file(), name, tensor.shape()));
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
}
