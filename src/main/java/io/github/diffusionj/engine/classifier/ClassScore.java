package io.github.diffusionj.engine.classifier;

import ai.djl.ndarray.NDArray;

/** The direction in which a noised image looks more like its class to a classifier. */
@FunctionalInterface
public interface ClassScore {

  /**
   * ∇_x log p(class | x_t): the gradient of the classifier's log-probability by x_t, with a plus
   * sign.
   *
   * @param x x_t, float32, shape (N, C, H, W)
   * @param t the person's t of all N images, above 0; need not be whole
   * @param classes the N classes
   * @return float32, shape (N, C, H, W), owned by the manager of x
   */
  NDArray gradient(NDArray x, double t, int[] classes);
}
