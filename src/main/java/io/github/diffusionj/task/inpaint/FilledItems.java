package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;

/** Takes the filled samples of each item and makes an image of them. */
public interface FilledItems {

  /**
   * Takes a sample; those of an item come one after the other.
   *
   * @param item the item's number in the source
   * @param sample its number, from 0
   * @param pixels C·H·W values in the image's own units; where the weight is 0 they do not count
   * @param weight H·W values: how much of the sample a pixel takes, 0 outside the region
   */
  void write(int item, int sample, float[] pixels, float[] weight);

  /** Takes an item of which nothing was to be filled in. */
  void keep(int item);

  /** The finished image, not shown. */
  ImagePlus finish();
}
