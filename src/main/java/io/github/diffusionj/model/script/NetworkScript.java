package io.github.diffusionj.model.script;

import io.github.diffusionj.model.weights.TensorSpec;
import java.util.List;

/**
 * The TorchScript source of a network and the weights that it takes, in order.
 *
 * @param code the source of {@code code/__torch__.py}
 * @param tensors what {@code set_weights} expects, in that order
 * @param packed whether it keeps copies of the weights, in another order, and takes no gradients
 */
public record NetworkScript(String code, List<TensorSpec> tensors, boolean packed) {

  /** The class that the code defines. */
  static final String CLASS_NAME = "Network";

  public NetworkScript {
    tensors = List.copyOf(tensors);
  }
}
