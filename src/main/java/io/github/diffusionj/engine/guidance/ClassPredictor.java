package io.github.diffusionj.engine.guidance;

import ai.djl.ndarray.NDArray;

/** A network that is told of each image which class it is to be of. */
@FunctionalInterface
public interface ClassPredictor {

  /**
   * One prediction.
   *
   * @param x x_t, float32, shape (N, C, H, W)
   * @param t the person's t of all N images, above 0; need not be whole
   * @param classes N classes
   * @return as {@link io.github.diffusionj.engine.sampling.Predictor#predict}
   */
  NDArray predict(NDArray x, double t, int[] classes);
}
