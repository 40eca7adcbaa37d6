package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.network.NetworkConfig;
import java.util.Arrays;

/** What a network takes beside x, as arrays; refuses what its configuration does not know. */
final class NetworkInputs {

  private final NetworkConfig config;
  private final ClassInput.Form form;
  private final NoiseSchedule schedule;

  NetworkInputs(ModelFolder folder) {
    config = folder.network();
    form = config.classInput().form();
    schedule = folder.scheduler().schedule();
  }

  /**
   * The time for each image of x: float32, shape (N).
   *
   * @throws IllegalArgumentException if the network has no embedding of t
   */
  NDArray time(NDArray x, double t) {
    config.checkTime(t);
    float[] times = new float[images(x)];
    Arrays.fill(times, (float) config.timeInput().of(t, schedule));
    return x.getManager().create(times);
  }

  /** Whether it takes anything beside x and the time. */
  boolean hasClasses() {
    return form != ClassInput.Form.NONE;
  }

  /**
   * The class of each image of x: int64, or float32 where classes are embedded as times are, shape
   * (N).
   *
   * @throws IllegalArgumentException if the classes don't fit the network
   */
  NDArray classes(NDArray x, int[] classes) {
    checkClasses(classes, images(x));
    NDManager scope = x.getManager();
    return form == ClassInput.Form.NUMBER
        ? scope.create(floats(classes))
        : scope.create(Arrays.stream(classes).asLongStream().toArray());
  }

  /**
   * Refuses classes that don't fit the network.
   *
   * @param classes one for each image; empty for a network without classes
   */
  void checkClasses(int[] classes, int images) {
    if (form == ClassInput.Form.VECTOR) {
      throw new IllegalArgumentException(
          "The network takes a vector of %d numbers for each image (class_embed_type is identity), not classes."
              .formatted(config.classInput().size()));
    }
    int wanted = hasClasses() ? images : 0;
    if (classes.length != wanted) {
      throw new IllegalArgumentException(
          "The network with %d classes takes %d class numbers for %d images, but got %d."
              .formatted(config.classes(), wanted, images, classes.length));
    }
    for (int c : classes) {
      if (c < 0 || c >= config.classes()) {
        throw new IllegalArgumentException(
            "A class must be between 0 and %d, but is %d.".formatted(config.classes() - 1, c));
      }
    }
  }

  /**
   * Refuses vectors that are not the embedding of a class themselves.
   *
   * @param vectors float32, shape (N, time channels)
   */
  void checkVectors(NDArray x, NDArray vectors) {
    if (form != ClassInput.Form.VECTOR) {
      throw new IllegalArgumentException("The network takes no vectors in place of classes.");
    }
    Shape wanted = vectors(x);
    if (!vectors.getShape().equals(wanted)) {
      throw new IllegalArgumentException(
          "The vectors in place of classes must have shape %s, but have %s."
              .formatted(wanted, vectors.getShape()));
    }
  }

  /** One call with class 0, or a vector of zeros, if the network needs any. */
  NDArray trial(NetworkModule module, NDArray x, double t) {
    return hasClasses()
        ? module.forward(x, time(x, t), anyClass(x))
        : module.forward(x, time(x, t));
  }

  private NDArray anyClass(NDArray x) {
    return form == ClassInput.Form.VECTOR
        ? x.getManager().zeros(vectors(x))
        : classes(x, new int[images(x)]);
  }

  private Shape vectors(NDArray x) {
    return new Shape(images(x), config.classInput().size());
  }

  private static int images(NDArray x) {
    return Math.toIntExact(x.getShape().get(0));
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }
}
