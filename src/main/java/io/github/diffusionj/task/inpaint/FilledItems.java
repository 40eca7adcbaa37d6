package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;

/** Takes the filled samples of each item and makes an image of them. */
public interface FilledItems {

  /**
   * Takes a sample; those of an item come one after the other.
   *
   * @param item the item's number in the source
   * @param sample its number, from 0
   * @param pixels C·H·W values in the image's own units; outside the selection they do not count
   */
  void write(int item, int sample, float[] pixels);

  /** The finished image, not shown. */
  ImagePlus finish();
}
