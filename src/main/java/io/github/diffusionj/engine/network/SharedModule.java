package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.shared.SharedCalls;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A network as one of several pieces of work sees it; its calls are made with those of the others.
 *
 * @param network the same object for all pieces
 */
record SharedModule(SharedCalls calls, SharedCalls.ForwardPass network) implements NetworkModule {

  /** How shared calls reach a network. */
  static SharedCalls.ForwardPass of(NetworkModule module) {
    return inputs -> {
      useThreads();
      return inputs.size() == 2
          ? module.forward(inputs.get(0), inputs.get(1))
          : module.forward(inputs.get(0), inputs.get(1), inputs.get(2));
    };
  }

  /** The number of threads is set for each thread by itself, and this may be another one. */
  private static void useThreads() {
    try {
      Torch.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public NDArray forward(NDArray x, NDArray t) {
    return calls.call(network, new NDList(x, t));
  }

  @Override
  public NDArray forward(NDArray x, NDArray t, NDArray y) {
    return calls.call(network, new NDList(x, t, y));
  }

  /** The network is not this one's to close. */
  @Override
  public void close() {}
}
