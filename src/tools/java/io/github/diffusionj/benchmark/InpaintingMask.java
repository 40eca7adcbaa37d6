package io.github.diffusionj.benchmark;

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is missing of an image of 64 × 64 pixels.
 *
 * @param name for the table
 * @param pixels 1 where the image is missing, else 0
 */
record InpaintingMask(String name, float[] pixels) {

  static final int SIZE = 64;

  /** Left and top of the hole, and its width and height. */
  static final int HOLE = 24;

  static final int HOLE_SIZE = 16;

  /** Five thin scratches, 20 % of the pixels here and there, a hole, and the right half. */
  static List<InpaintingMask> all() {
    return List.of(
        new InpaintingMask("scratches", scratches()),
        new InpaintingMask("dead pixels", deadPixels()),
        new InpaintingMask("hole", box(HOLE, HOLE, HOLE_SIZE, HOLE_SIZE)),
        new InpaintingMask("half", box(SIZE / 2, 0, SIZE / 2, SIZE)));
  }

  boolean misses(int pixel) {
    return pixels[pixel] > 0;
  }

  Roi selection() {
    ByteProcessor inside = new ByteProcessor(SIZE, SIZE);
    for (int i = 0; i < pixels.length; i++) {
      inside.set(i, misses(i) ? 255 : 0);
    }
    inside.setThreshold(128, 255, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(inside);
  }

  private static float[] scratches() {
    float[] mask = new float[SIZE * SIZE];
    for (int k = 0; k < 5; k++) {
      for (int x = 0; x < SIZE; x++) {
        int y = 6 + 12 * k + (k % 2 == 0 ? x / 8 : -x / 10);
        for (int thick = 0; thick < 2; thick++) {
          if (y + thick >= 0 && y + thick < SIZE) {
            mask[(y + thick) * SIZE + x] = 1;
          }
        }
      }
    }
    return mask;
  }

  private static float[] deadPixels() {
    float[] mask = new float[SIZE * SIZE];
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < 0.2 ? 1 : 0;
    }
    return mask;
  }

  private static float[] box(int left, int top, int width, int height) {
    float[] mask = new float[SIZE * SIZE];
    for (int y = top; y < top + height; y++) {
      Arrays.fill(mask, y * SIZE + left, y * SIZE + left + width, 1);
    }
    return mask;
  }
}
