package io.github.diffusionj.engine.tiling;

import io.github.diffusionj.engine.sampling.Together;

/**
 * How a large image is cut for the network.
 *
 * @param whole an image with at most this many pixels is not cut at all, and several of them go to
 *     the network in one call if they have no more together; 0 or more
 * @param window width and height of a window in pixels, at least 1
 * @param overlap by how many pixels neighbours overlap at least, from 0 on
 * @param batch windows in one network call, at least 1
 */
public record TileSettings(long whole, int window, int overlap, int batch) {

  /** Up to 512 × 512 pixels at once: what every model takes on every computer of today. */
  private static final int MOST = 512;

  private static final int LEAST = 64;

  /** An eighth of the window: the part of each window that its neighbours see as well. */
  private static final int OVERLAP_SHARE = 8;

  public TileSettings {
    if (whole < 0 || window < 1 || overlap < 0 || batch < 1) {
      throw new IllegalArgumentException(
          "Tiles need a whole of 0 or more, a window of 1 or more, an overlap of 0 or more and a batch of 1 or more, but have %d, %d, %d and %d."
              .formatted(whole, window, overlap, batch));
    }
  }

  /**
   * The largest window up to 512 that fits into memory.
   *
   * @param memory bytes that a network call may take
   * @param bytesPerPixel what it takes for each pixel
   */
  public static TileSettings within(long memory, long bytesPerPixel) {
    long pixels = memory / Math.max(1, bytesPerPixel);
    int window = MOST;
    while (window > LEAST && (long) window * window > pixels) {
      window /= 2;
    }
    return of(window, Together.inCall((long) window * window, pixels).most());
  }

  private static TileSettings of(int window, int batch) {
    return new TileSettings((long) window * window, window, window / OVERLAP_SHARE, batch);
  }

  /** Whether {@link #smaller()} has anything to offer. */
  boolean canShrink() {
    return batch > 1 || window > LEAST;
  }

  /** What to try when memory did not suffice: half the batch, else half the window. */
  TileSettings smaller() {
    return batch > 1
        ? new TileSettings(Math.min(whole, (long) window * window), window, overlap, batch / 2)
        : of(window / 2, 1);
  }
}
