package io.github.diffusionj.model.unet.part;

import static io.github.diffusionj.base.Checks.require;
import static io.github.diffusionj.base.Checks.within;

/**
 * The size of the images that a network was trained on.
 *
 * @param height in pixels, or 0 if not stated
 * @param width in pixels, or 0 if not stated
 */
public record SampleSize(int height, int width) {

  public SampleSize {
    within("sample_size", height, 0, Limits.MOST);
    within("sample_size", width, 0, Limits.MOST);
    require(
        (height == 0) == (width == 0),
        "sample_size must be above 0, but is %s × %s.",
        height,
        width);
  }

  /** As high as wide. */
  public static SampleSize square(int size) {
    return new SampleSize(size, size);
  }

  /** Whether it is as high as wide. */
  public boolean isSquare() {
    return height == width;
  }
}
