package io.github.diffusionj.task.sampling;

/** Sees items on their way; asked first, since taking them off the device costs time. */
public interface ItemFrames {

  /** Wants nothing. */
  ItemFrames NONE =
      new ItemFrames() {
        @Override
        public boolean wants(int step) {
          return false;
        }

        @Override
        public void frame(int step, int item, float[] xt, float[] x0) {}
      };

  /**
   * Whether to be told of a step.
   *
   * @param step the index in the list of steps
   */
  boolean wants(int step);

  /**
   * Told of one item before a step that was wanted.
   *
   * @param step the index in the list of steps
   * @param item its index in the source
   * @param xt x_t in model space, C·H·W values without padding
   * @param x0 the network's x̂_0 from it, likewise
   */
  void frame(int step, int item, float[] xt, float[] x0);
}
