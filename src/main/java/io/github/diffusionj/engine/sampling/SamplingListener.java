package io.github.diffusionj.engine.sampling;

/** Sees images on their way; asked first, since taking them off the device costs time. */
public interface SamplingListener {

  /** Wants nothing. */
  SamplingListener NONE =
      new SamplingListener() {
        @Override
        public boolean wants(int step) {
          return false;
        }

        @Override
        public void step(int step, int image, float[] xt, float[] x0) {}
      };

  /**
   * Whether to be told of a step.
   *
   * @param step the index in the list of steps
   */
  boolean wants(int step);

  /**
   * Told of one image before a step that was wanted.
   *
   * @param step the index in the list of steps
   * @param image the index among the images of the request
   * @param xt x_t, C·H·W values
   * @param x0 the network's x̂_0 from it, after clipping and known pixels, C·H·W values
   */
  void step(int step, int image, float[] xt, float[] x0);
}
