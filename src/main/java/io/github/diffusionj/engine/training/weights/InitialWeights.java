package io.github.diffusionj.engine.training.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.model.weights.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights that training starts with. Normalisations start as the identity; a layer that ends a
 * residual branch, and the output, start at zero, so that the network starts as the identity plus
 * nothing (Ho et al. 2020, their code); everything else is uniform within ±1/√(inputs of the
 * layer).
 */
public final class InitialWeights {

  private InitialWeights() {}

  public static List<NDArray> create(List<TensorSpec> tensors, long seed, NDManager manager) {
    SplittableRandom random = new SplittableRandom(seed);
    List<NDArray> weights = new ArrayList<>();
    double bound = 0;
    for (TensorSpec tensor : tensors) {
      if (tensor.shape().size() > 1) {
        // The bias that follows its layer's weight has the same bound.
        bound = 1 / Math.sqrt((double) tensor.size() / tensor.shape().get(0));
      }
      Shape shape = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
      weights.add(manager.create(values(tensor, bound, random), shape));
    }
    return weights;
  }

  private static float[] values(TensorSpec tensor, double bound, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    String name = tensor.name();
    if (name.contains("norm")) {
      Arrays.fill(values, name.endsWith("weight") ? 1 : 0);
    } else if (!startsAtZero(name)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
    }
    return values;
  }

  private static boolean startsAtZero(String name) {
    return name.contains(".conv2.") || name.contains(".to_out.") || name.startsWith("conv_out.");
  }
}
