package io.github.diffusionj.engine.training;

/** Clean images to train on, of one size, in model space. */
public interface TrainingData {

  /** Channels of each image. */
  int channels();

  /** Width and height of each image. */
  int size();

  /**
   * Writes one image.
   *
   * @param index which one, 0 or more; the same index always gives the same image
   * @param out receives channels·size·size values in C,H,W order
   * @param offset where the first one goes
   */
  void read(long index, float[] out, int offset);
}
