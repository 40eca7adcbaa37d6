package io.github.diffusionj.engine.training.weights;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The exponential moving average of the weights: a ← d·a + (1 − d)·w. */
public final class RunningAverage {

  private final List<NDArray> weights;
  private final List<NDArray> averages;

  /**
   * Goes on from averages.
   *
   * @param weights without gradient, or each update would lengthen the graph that it keeps
   */
  public RunningAverage(List<NDArray> weights, List<NDArray> averages) {
    this.weights = weights;
    this.averages = averages;
  }

  public void update(double decay) {
    for (int i = 0; i < averages.size(); i++) {
      try (NDArray part = weights.get(i).mul(1 - decay)) {
        averages.get(i).muli(decay).addi(part);
      }
    }
  }

  public List<NDArray> weights() {
    return weights;
  }

  public List<NDArray> averages() {
    return averages;
  }
}
