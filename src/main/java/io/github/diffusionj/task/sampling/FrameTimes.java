package io.github.diffusionj.task.sampling;

/** Which of many moments are shown when there is room for a few. */
public final class FrameTimes {

  private FrameTimes() {}

  /**
   * Evenly spaced whole numbers from 0 to {@code last}, both included.
   *
   * @param frames how many, 1…last + 1; a single one is {@code last}
   */
  public static int[] evenly(int last, int frames) {
    int[] moments = new int[frames];
    for (int i = 0; i < frames; i++) {
      moments[i] = frames == 1 ? last : (int) Math.round((double) i * last / (frames - 1));
    }
    return moments;
  }
}
