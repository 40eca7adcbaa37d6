package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.model.UNetConfig;
import io.github.diffusionj.engine.model.unet.ClassEmbedding;
import io.github.diffusionj.engine.model.unet.TimeEmbedding;
import java.util.Arrays;

/** What a U-Net takes beside x, as arrays; refuses what its configuration does not know. */
final class UNetInputs {

  private final UNetConfig config;

  UNetInputs(UNetConfig config) {
    this.config = config;
  }

  /**
   * The network index t − 1 for each image of x: float32, shape (N).
   *
   * @throws IllegalArgumentException if the network has no embedding of t
   */
  NDArray time(NDArray x, double t) {
    TimeEmbedding time = config.time();
    if (time.kind() == TimeEmbedding.Kind.LEARNED
        && (t != Math.rint(t) || t < 1 || t > time.timesteps())) {
      throw new IllegalArgumentException(
          "This network knows whole t from 1 to %d only, but t is %s."
              .formatted(time.timesteps(), t));
    }
    if (time.kind() == TimeEmbedding.Kind.FOURIER && t <= 1) {
      throw new IllegalArgumentException(
          "This network takes the logarithm of t − 1, so t must be above 1, but is %s."
              .formatted(t));
    }
    float[] index = new float[images(x)];
    Arrays.fill(index, (float) (t - 1));
    return x.getManager().create(index);
  }

  /**
   * One class for each image of x, as the network's embedding takes it: shape (N).
   *
   * @throws IllegalArgumentException if the network has no such classes
   */
  NDArray classes(NDArray x, int[] classes) {
    int count = config.classes();
    if (count == 0) {
      throw new IllegalArgumentException("This network takes no class numbers.");
    }
    if (classes.length != images(x)) {
      throw new IllegalArgumentException(
          "There must be one class for each of the %d images, but there are %d."
              .formatted(images(x), classes.length));
    }
    for (int c : classes) {
      if (c < 0 || c >= count) {
        throw new IllegalArgumentException(
            "The class must be between 0 and %d, but is %d.".formatted(count - 1, c));
      }
    }
    NDManager scope = x.getManager();
    return config.classEmbedding().kind() == ClassEmbedding.Kind.TABLE
        ? scope.create(Arrays.stream(classes).asLongStream().toArray())
        : scope.create(floats(classes));
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  /** Refuses to go on without a class where the network has them. */
  void checkNoClass() {
    switch (config.classEmbedding().kind()) {
      case NONE -> {}
      case TABLE, TIMESTEP ->
          throw new IllegalArgumentException(
              "This network is class-conditional: it needs a class from 0 to %d."
                  .formatted(config.classes() - 1));
      case IDENTITY ->
          throw new IllegalArgumentException(
              ("This network needs a vector of %d numbers for each image (class_embed_type is"
                      + " identity), not a class.")
                  .formatted(config.timeChannels()));
    }
  }

  /**
   * Refuses vectors that are not the embedding of a class themselves.
   *
   * @param vectors float32, shape (N, time channels)
   */
  void checkVectors(NDArray x, NDArray vectors) {
    Shape wanted = new Shape(images(x), config.timeChannels());
    if (config.classEmbedding().kind() != ClassEmbedding.Kind.IDENTITY) {
      throw new IllegalArgumentException("This network takes no vectors in place of classes.");
    }
    if (!vectors.getShape().equals(wanted)) {
      throw new IllegalArgumentException(
          "The vectors in place of classes must have shape %s, but have %s."
              .formatted(wanted, vectors.getShape()));
    }
  }

  private static int images(NDArray x) {
    return Math.toIntExact(x.getShape().get(0));
  }
}
