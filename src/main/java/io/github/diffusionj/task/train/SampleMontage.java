package io.github.diffusionj.task.train;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;

/** Square images in model space side by side, as 8-bit grey or RGB. */
final class SampleMontage {

  private static final int GAP = 2;

  private SampleMontage() {}

  /**
   * Puts images next to each other, four in a row.
   *
   * @param values n·channels·size·size values, of which [−1, 1] is 0..255
   * @param channels 1 or 3
   */
  static ImagePlus of(float[] values, int n, int channels, int size) {
    int columns = Math.min(4, n);
    int rows = (n + columns - 1) / columns;
    int width = columns * (size + GAP) - GAP;
    int height = rows * (size + GAP) - GAP;
    byte[][] planes = new byte[channels][width * height];
    for (int i = 0; i < n; i++) {
      int corner = i / columns * (size + GAP) * width + i % columns * (size + GAP);
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < size * size; p++) {
          float value = values[(i * channels + c) * size * size + p];
          double grey = Math.max(0, Math.min(255, (value + 1) * 127.5));
          planes[c][corner + p / size * width + p % size] = (byte) Math.round(grey);
        }
      }
    }
    if (channels == 1) {
      return new ImagePlus("Training samples", new ByteProcessor(width, height, planes[0]));
    }
    ColorProcessor colour = new ColorProcessor(width, height);
    colour.setRGB(planes[0], planes[1], planes[2]);
    return new ImagePlus("Training samples", colour);
  }
}
