package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;
import io.github.diffusionj.image.result.ResultImage;
import io.github.diffusionj.image.source.ImageItems;

/** One sample of each item, in an image of the source's own type. */
public final class SingleSample implements FilledItems {

  private final ImageItems items;
  private final ResultImage image;

  /** Starts with a copy of the source. */
  public SingleSample(ImageItems items, String title) {
    this.items = items;
    this.image = ResultImage.copyOf(items, title);
  }

  @Override
  public void write(int item, int sample, float[] pixels, float[] weight) {
    image.write(item, Blend.of(items.read(item), pixels, weight), weight);
  }

  @Override
  public void keep(int item) {
    // It is the copy that this started with.
  }

  @Override
  public ImagePlus finish() {
    return image.finish();
  }
}
