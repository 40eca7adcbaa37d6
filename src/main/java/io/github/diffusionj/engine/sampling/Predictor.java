package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;

/**
 * What sampling asks at each step: a network, or one with something around it such as guidance or
 * tiles. What it puts out is what the network was trained for, be it ε, x_0 or v.
 */
@FunctionalInterface
public interface Predictor {

  /**
   * One prediction.
   *
   * @param x x_t, float32, shape (N, C, H, W)
   * @param t the person's t of all N images, above 0; need not be whole
   * @return float32, shape (N, C, H, W), or (N, 2C, H, W) if the variance was learned too: the
   *     prediction first, then the numbers in −1…1 that say where between the two bounds the
   *     variance lies. Owned by the manager of x
   */
  NDArray predict(NDArray x, double t);

  /**
   * Refuses images that can't be taken.
   *
   * @throws IllegalArgumentException naming what is taken
   */
  default void checkTakes(SampleShape shape) {}
}
