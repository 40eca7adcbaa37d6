package io.github.diffusionj.model.weights;

import java.util.Arrays;
import java.util.List;

/**
 * The name and shape of one weight tensor, as diffusers names it.
 *
 * @param name such as {@code down_blocks.0.resnets.0.conv1.weight}
 * @param shape the sizes, outermost first; empty for a scalar
 */
public record TensorSpec(String name, List<Long> shape) {

  public TensorSpec {
    shape = List.copyOf(shape);
  }

  public static TensorSpec of(String name, long... shape) {
    return new TensorSpec(name, Arrays.stream(shape).boxed().toList());
  }

  /** The number of values: the product of the sizes. */
  public long size() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
