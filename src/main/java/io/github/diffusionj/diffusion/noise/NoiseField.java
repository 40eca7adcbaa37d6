package io.github.diffusionj.diffusion.noise;

import java.util.Objects;

/**
 * Standard normal noise as a function of position: the number at a pixel depends on (seed, image,
 * stream, channel, y, x) alone, not on the order in which pixels are asked for, the size of the
 * batch, the window or the number of threads.
 *
 * <p>Philox4x32-10 keyed by all 64 bits of the seed, followed by Box–Muller. Its 128-bit counter
 * holds x/4 in bits 0–23, y in 24–47, the channel in 48–63, the stream in 64–95 and the image in
 * 96–127, so that two different pixels never share a counter; each block serves four neighbours
 * along x.
 *
 * <p>{@link NoiseStream} has the numbers of the streams. They differ, so an image that was noised
 * and denoised with the same seed gets no noise twice.
 *
 * @param seed any number
 */
public record NoiseField(long seed) {

  /** The number of channels that have noise of their own. */
  public static final int MAX_CHANNELS = 1 << 16;

  /** The number of rows that have noise of their own. */
  public static final int MAX_HEIGHT = 1 << 24;

  /** The number of columns that have noise of their own. */
  public static final int MAX_WIDTH = 1 << 26;

  /** The largest index of an image. */
  public static final long MAX_IMAGE = 0xFFFFFFFFL;

  /**
   * Writes the noise of a whole image in C,H,W order.
   *
   * @param out receives channels·height·width numbers
   * @param offset where in {@code out} the first one goes
   * @param image the index of the image, 0…2³²−1
   * @param stream 0 or more; see {@link NoiseStream}
   * @param channels 1…{@value #MAX_CHANNELS}
   * @param height 1…{@value #MAX_HEIGHT}
   * @param width 1…{@value #MAX_WIDTH}
   * @throws IllegalArgumentException if an argument is out of range
   * @throws IndexOutOfBoundsException if {@code out} is too short
   */
  public void fill(
      float[] out, int offset, long image, int stream, int channels, int height, int width) {
    fillWindow(out, offset, image, stream, channels, 0, 0, height, width);
  }

  /**
   * Writes the noise of a window of an image in C,H,W order: the same numbers as that part of
   * {@link #fill} for an image of any size.
   *
   * @param out receives channels·height·width numbers
   * @param offset where in {@code out} the first one goes
   * @param image the index of the image, 0…2³²−1
   * @param stream 0 or more; see {@link NoiseStream}
   * @param channels 1…{@value #MAX_CHANNELS}
   * @param y0 the window's first row, 0 or more
   * @param x0 the window's first column, 0 or more
   * @param height y0 + height is at most {@value #MAX_HEIGHT}
   * @param width x0 + width is at most {@value #MAX_WIDTH}
   * @throws IllegalArgumentException if an argument is out of range
   * @throws IndexOutOfBoundsException if {@code out} is too short
   */
  public void fillWindow(
      float[] out,
      int offset,
      long image,
      int stream,
      int channels,
      int y0,
      int x0,
      int height,
      int width) {
    check("the index of the image", image, 0, MAX_IMAGE);
    check("the stream of noise", stream, 0, Integer.MAX_VALUE);
    check("the number of channels", channels, 1, MAX_CHANNELS);
    check("the first row", y0, 0, MAX_HEIGHT - 1);
    check("the first column", x0, 0, MAX_WIDTH - 1);
    check("the number of rows", height, 1, MAX_HEIGHT - y0);
    check("the number of columns", width, 1, MAX_WIDTH - x0);
    long size = (long) channels * height * width;
    Objects.checkFromIndexSize((long) offset, size, out.length);
    NormalQuads normals = new NormalQuads(seed);
    long high = image << 32 | stream;
    int at = offset;
    for (int c = 0; c < channels; c++) {
      for (int y = y0; y < y0 + height; y++) {
        fillRow(normals, (long) c << 48 | (long) y << 24, high, x0, width, out, at);
        at += width;
      }
    }
  }

  private static void fillRow(
      NormalQuads normals, long row, long high, int x0, int width, float[] out, int offset) {
    int end = x0 + width;
    int x = x0;
    while (x < end) {
      int from = x % NormalQuads.SIZE;
      int to = Math.min(NormalQuads.SIZE, from + end - x);
      long low = row | x / NormalQuads.SIZE;
      if (to - from == NormalQuads.SIZE) {
        normals.write(low, high, out, offset + x - x0);
      } else {
        normals.write(low, high, from, to, out, offset + x - x0);
      }
      x += to - from;
    }
  }

  private static void check(String what, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          what + " must be between " + low + " and " + high + ", but is " + value + ".");
    }
  }
}
