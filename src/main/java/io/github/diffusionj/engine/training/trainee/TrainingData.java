package io.github.diffusionj.engine.training.trainee;

/** Clean images to train on, of one size, in model space. */
public interface TrainingData {

  /** The class of an image that has none. */
  int NO_CLASS = -1;

  /** Channels of each image. */
  int channels();

  /** Width and height of each image. */
  int size();

  /** The number of classes; 0 if the images have none. */
  default int classes() {
    return 0;
  }

  /**
   * Refuses images of a size that a network can't take.
   *
   * @throws IllegalArgumentException naming the sizes that it takes
   */
  default void checkSize(int multiple) {
    if (size() < 1 || size() % multiple != 0) {
      throw new IllegalArgumentException(
          "The size of the images must be a multiple of %d, but is %d."
              .formatted(multiple, size()));
    }
  }

  /**
   * Writes one image.
   *
   * @param index which one, 0 or more; the same index always gives the same image
   * @param out receives channels·size·size values in C,H,W order
   * @param offset where the first one goes
   * @return its class, from 0 to below {@link #classes()}, or {@link #NO_CLASS}
   */
  int read(long index, float[] out, int offset);
}
