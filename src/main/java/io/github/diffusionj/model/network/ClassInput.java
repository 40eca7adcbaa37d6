package io.github.diffusionj.model.network;

/**
 * In which form a network takes the class of an image.
 *
 * @param form what it is given for each image
 * @param size how many classes there are; for vectors, how many numbers one has; 0 for nothing
 */
public record ClassInput(Form form, int size) {

  /** Of a network without classes. */
  public static final ClassInput NONE = new ClassInput(Form.NONE, 0);

  /** What a network is given for each image. */
  public enum Form {
    /** Nothing. */
    NONE,
    /** The class, int64, from 0. */
    INDEX,
    /** The class, float32, from 0: the network embeds it as it does a time. */
    NUMBER,
    /** A vector, float32, in place of a class. */
    VECTOR
  }

  /** The class as an index, or nothing if there are 0 classes. */
  public static ClassInput of(int classes) {
    return classes == 0 ? NONE : new ClassInput(Form.INDEX, classes);
  }

  /** How many classes can be told apart; 0 for vectors and without classes. */
  public int classes() {
    return form == Form.VECTOR ? 0 : size;
  }
}
