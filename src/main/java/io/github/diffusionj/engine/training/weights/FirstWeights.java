package io.github.diffusionj.engine.training.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.network.Weights;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a model as the first ones of another with the same architecture, but for the
 * classes: a class that both know by name keeps its embedding, and so does no class; that of a new
 * class starts at zero, which is what a network without classes adds.
 */
public final class FirstWeights {

  private static final String TABLE = "class_embedding.weight";

  private FirstWeights() {}

  /**
   * Reads them.
   *
   * @param source the model to start from
   * @param target what the new model says about itself
   * @param tensors the new model's weights
   * @throws IOException if a weight other than the class embedding is missing or doesn't fit
   */
  public static List<NDArray> load(
      ModelFolder source, ModelNotes target, List<TensorSpec> tensors, NDManager manager)
      throws IOException {
    try (TensorStore file = source.weightFiles().open()) {
      List<TensorSpec> common =
          tensors.stream().filter(tensor -> !tensor.name().equals(TABLE)).toList();
      List<NDArray> weights = new ArrayList<>(Weights.load(file, common, manager));
      for (int i = 0; i < tensors.size(); i++) {
        TensorSpec tensor = tensors.get(i);
        if (tensor.name().equals(TABLE)) {
          float[] before =
              file.has(TABLE) ? table(file, tensor.shape().get(1), manager) : new float[0];
          weights.add(i, rows(before, source.notes(), target, tensor, manager));
        }
      }
      return weights;
    }
  }

  private static float[] table(TensorStore file, long width, NDManager manager) throws IOException {
    TensorSpec spec = file.spec(TABLE);
    if (spec.shape().size() != 2 || spec.shape().get(1) != width) {
      throw new IOException(
          "%s has tensor %s, but the network needs rows of %d numbers."
              .formatted(file.file(), spec, width));
    }
    try (NDManager scope = manager.newSubManager()) {
      return Weights.load(file, List.of(spec), scope).get(0).toFloatArray();
    }
  }

  private static NDArray rows(
      float[] before, ModelNotes source, ModelNotes target, TensorSpec tensor, NDManager manager) {
    int width = Math.toIntExact(tensor.shape().get(1));
    float[] values = new float[Math.toIntExact(tensor.size())];
    for (int row = 0; row < tensor.shape().get(0); row++) {
      int from = sourceRow(row, source, target);
      if (from >= 0 && (from + 1) * width <= before.length) {
        System.arraycopy(before, from * width, values, row * width, width);
      }
    }
    return manager.create(values, new Shape(tensor.shape().get(0), width));
  }

  /** The row of the same class, or −1. */
  private static int sourceRow(int row, ModelNotes source, ModelNotes target) {
    if (target.nullClass().isPresent() && target.nullClass().getAsInt() == row) {
      return source.nullClass().orElse(-1);
    }
    return row < target.classes().size() ? source.classes().indexOf(target.classes().get(row)) : -1;
  }
}
