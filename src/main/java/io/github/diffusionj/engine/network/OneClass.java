package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import java.util.Arrays;

/**
 * A network with classes, asked for images of one of them.
 *
 * @param network the network
 * @param index of the class, which may be the one that means no class
 */
public record OneClass(Network network, int index) implements Predictor {

  @Override
  public void checkTakes(SampleShape shape) {
    network.checkTakes(shape);
  }

  @Override
  public NDArray predict(NDArray x, double t) {
    int[] classes = new int[Math.toIntExact(x.getShape().get(0))];
    Arrays.fill(classes, index);
    return network.predict(x, t, classes);
  }
}
