package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;
import io.github.diffusionj.image.ImageItems;
import io.github.diffusionj.image.ResultImage;

/** One sample of each item, in an image of the source's own type. */
public final class SingleSample implements FilledItems {

  private final ImageItems items;
  private final float[] weight;
  private final ResultImage image;

  /**
   * Starts with a copy of the source.
   *
   * @param weight H·W values: how much of the sample a pixel takes, 0 outside the selection
   */
  public SingleSample(ImageItems items, float[] weight, String title) {
    this.items = items;
    this.weight = weight.clone();
    this.image = ResultImage.copyOf(items, title);
  }

  @Override
  public void write(int item, int sample, float[] pixels) {
    image.write(item, Blend.of(items.read(item), pixels, weight), weight);
  }

  @Override
  public ImagePlus finish() {
    return image.finish();
  }
}
