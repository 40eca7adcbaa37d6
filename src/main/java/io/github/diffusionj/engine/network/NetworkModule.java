package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;

/** A network that is loaded into the engine. */
interface NetworkModule extends AutoCloseable {

  /**
   * One call.
   *
   * @param x float32, shape (N, C, H, W)
   * @param t float32, shape (N), what the network takes as the time
   * @return float32, owned by the manager of x
   */
  NDArray forward(NDArray x, NDArray t);

  /**
   * One call of a network with classes.
   *
   * @param y int64, shape (N), or what the script says
   */
  NDArray forward(NDArray x, NDArray t, NDArray y);

  @Override
  void close();
}
