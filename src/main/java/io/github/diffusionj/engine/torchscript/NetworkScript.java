package io.github.diffusionj.engine.torchscript;

import io.github.diffusionj.engine.model.weights.TensorSpec;
import java.util.List;

/**
 * The TorchScript source of a network and the weights that it takes, in order.
 *
 * @param code the source of {@code code/__torch__.py}
 * @param tensors what {@code set_weights} expects, in that order
 */
public record NetworkScript(String code, List<TensorSpec> tensors) {

  /** The class that the code defines. */
  static final String CLASS_NAME = "Network";

  public NetworkScript {
    tensors = List.copyOf(tensors);
  }
}
