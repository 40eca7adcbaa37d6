package io.github.diffusionj.engine.guidance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Guidance by a network that knows classes and no class alike:
 *
 * <pre>  û = u + s·(c − u)</pre>
 *
 * <p>c is its prediction with the class and u the one without, both from one call on twice the
 * images. With s = 1, and outside the guided interval, c alone is asked for. Whatever the network
 * predicts, be it ε, x_0 or v, the result is the same, since the factors add up to 1. Learned
 * variances are those of c. Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", where w = s
 * − 1.
 */
public final class ClassifierFreeGuidance implements Predictor {

  private final ClassPredictor network;
  private final Predictor shapes;
  private final int wanted;
  private final OptionalInt none;
  private final Guidance guidance;

  /**
   * Guides towards one class.
   *
   * @param network the network
   * @param shapes knows which images the network takes
   * @param wanted the class
   * @param none the class that means no class; empty if the network has none
   * @throws IllegalArgumentException if the scale is not 1 and there is no such class
   */
  public ClassifierFreeGuidance(
      ClassPredictor network, Predictor shapes, int wanted, OptionalInt none, Guidance guidance) {
    if (none.isEmpty() && guidance.scale() != 1) {
      throw new IllegalArgumentException(
          "guidance must be 1 with this model, which was not trained without classes, but is "
              + guidance.scale()
              + ".");
    }
    this.network = network;
    this.shapes = shapes;
    this.wanted = wanted;
    this.none = none;
    this.guidance = guidance;
  }

  @Override
  public void checkTakes(SampleShape shape) {
    shapes.checkTakes(shape);
  }

  @Override
  public NDArray predict(NDArray x, double t) {
    int images = Math.toIntExact(x.getShape().get(0));
    if (guidance.scale() == 1 || !guidance.at(t)) {
      return network.predict(x, t, repeated(images, images));
    }
    NDList both = network.predict(x.concat(x), t, repeated(images, 2 * images)).split(2);
    return guided(both.get(0), both.get(1), x.getShape().get(1));
  }

  /** The wanted class for the first {@code images} entries, then no class up to the length. */
  private int[] repeated(int images, int length) {
    int[] classes = new int[length];
    Arrays.fill(classes, 0, images, wanted);
    Arrays.fill(classes, images, length, none.orElse(wanted));
    return classes;
  }

  private NDArray guided(NDArray with, NDArray without, long channels) {
    boolean learnedVariance = with.getShape().get(1) > channels;
    if (!learnedVariance) {
      return mixed(with, without);
    }
    NDList parts = with.split(2, 1);
    return mixed(parts.get(0), without.split(2, 1).get(0)).concat(parts.get(1), 1);
  }

  private NDArray mixed(NDArray with, NDArray without) {
    NDArray mixed = with.mul(guidance.scale()).addi(without.mul(1 - guidance.scale()));
    if (guidance.rescale() == 0) {
      return mixed;
    }
    NDArray ratio = deviation(with).div(deviation(mixed));
    return mixed.mul(ratio.muli(guidance.rescale()).addi(1 - guidance.rescale()));
  }

  /** The standard deviation of each image, of shape (N, 1, 1, 1). */
  private static NDArray deviation(NDArray images) {
    long count = images.getShape().get(0);
    NDArray flat = images.reshape(new Shape(count, images.size() / count));
    NDArray centred = flat.sub(flat.mean(new int[] {1}, true));
    return centred.square().mean(new int[] {1}, true).sqrt().reshape(new Shape(count, 1, 1, 1));
  }
}
