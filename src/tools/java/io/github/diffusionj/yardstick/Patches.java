package io.github.diffusionj.yardstick;

import java.util.Arrays;

/**
 * Square images in model space.
 *
 * @param values n·channels·size·size values in N,C,H,W order
 */
record Patches(float[] values, int n, int channels, int size) {

  /** Values of one image. */
  int length() {
    return channels * size * size;
  }

  /** The images from one to before another. */
  Patches part(int from, int to) {
    float[] part = Arrays.copyOfRange(values, from * length(), to * length());
    return new Patches(part, to - from, channels, size);
  }
}
