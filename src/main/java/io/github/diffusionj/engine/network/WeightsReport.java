package io.github.diffusionj.engine.network;

import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All tensors of a file against those that a network takes.
 *
 * @param needed how many the network takes
 * @param missing those that the file has not, with the shape needed
 * @param misfits those with another shape or with a type that weights can't have, saying which
 * @param surplus those that the network does not take, with their shape; they are left alone
 */
public record WeightsReport(
    int needed, List<String> missing, List<String> misfits, List<String> surplus) {

  public WeightsReport {
    missing = List.copyOf(missing);
    misfits = List.copyOf(misfits);
    surplus = List.copyOf(surplus);
  }

  /** Compares a file with what a network takes. */
  public static WeightsReport of(TensorStore file, List<TensorSpec> tensors) {
    List<String> missing = new ArrayList<>();
    List<String> misfits = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (TensorSpec tensor : tensors) {
      String name = Weights.nameIn(file, tensor);
      taken.add(name);
      if (!file.has(name)) {
        missing.add(tensor.name() + " " + tensor.shape());
      } else if (!file.spec(name).shape().equals(tensor.shape())) {
        misfits.add(
            "%s has shape %s, needed is %s"
                .formatted(name, file.spec(name).shape(), tensor.shape()));
      } else if (!file.type(name).isWeight()) {
        misfits.add("%s has type %s, needed is F32, F16 or BF16".formatted(name, file.type(name)));
      }
    }
    List<String> surplus = new ArrayList<>();
    for (TensorSpec tensor : file.tensors()) {
      if (!taken.contains(tensor.name())) {
        surplus.add(tensor.name() + " " + tensor.shape());
      }
    }
    return new WeightsReport(tensors.size(), missing, misfits, surplus);
  }

  /** How many tensors are as they should be. */
  public int fitting() {
    return needed - missing.size() - misfits.size();
  }
}
