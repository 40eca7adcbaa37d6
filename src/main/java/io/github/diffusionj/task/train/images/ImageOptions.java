package io.github.diffusionj.task.train.images;

import io.github.diffusionj.image.range.RangeChoice;
import java.util.Map;
import java.util.Optional;

/**
 * What patches are taken from images.
 *
 * @param range how intensities map to [−1, 1], image by image; becomes the model's own. AUTO: that
 *     of the model to go on from, percentile for a new one
 * @param patch width and height of the patches in pixels, 8…1024
 * @param rgb whether the images are RGB rather than grey
 * @param labels where their classes come from
 * @param holdOut every how many-th image is never trained on, so that it can judge the model; 0 to
 *     train on all
 */
public record ImageOptions(
    RangeChoice range, int patch, boolean rgb, ClassLabels labels, int holdOut) {

  /** Grey patches of 64×64 pixels, without classes. */
  public static final ImageOptions DEFAULT =
      new ImageOptions(RangeChoice.of(RangeChoice.Mode.AUTO), 64, false, ClassLabels.NONE, 0);

  public ImageOptions {
    if (patch < 8 || patch > 1024) {
      throw new IllegalArgumentException("patch must be between 8 and 1024, but is " + patch + ".");
    }
    if (holdOut < 0 || holdOut == 1) {
      throw new IllegalArgumentException(
          "hold_out must be 0 to train on all images or at least 2, but is " + holdOut + ".");
    }
  }

  /** Whether an image, counted from 0 in the order of the names, is never trained on. */
  boolean heldOut(int index) {
    return holdOut > 0 && index % holdOut == holdOut - 1;
  }

  /**
   * The same with the range decided.
   *
   * @param first the range that the model to go on from declares, AUTO if it declares none; empty
   *     for a new model
   */
  public ImageOptions decided(Optional<RangeChoice> first) {
    if (range.mode() != RangeChoice.Mode.AUTO) {
      return this;
    }
    RangeChoice declared = first.orElse(RangeChoice.of(RangeChoice.Mode.PERCENTILE));
    boolean silent = declared.mode() == RangeChoice.Mode.AUTO;
    return of(silent ? RangeChoice.of(RangeChoice.Mode.TYPE) : declared, rgb);
  }

  /** The same for images of another kind. */
  public ImageOptions of(RangeChoice newRange, boolean newRgb) {
    return new ImageOptions(newRange, patch, newRgb, labels, holdOut);
  }

  /** Channels of an image. */
  public int channels() {
    return rgb ? 3 : 1;
  }

  /** What decides the patches, by the keys of the command. */
  public void describe(Map<String, String> keys) {
    keys.put("range", range.text());
    keys.put("patch", Integer.toString(patch));
    keys.put("rgb", Boolean.toString(rgb));
    keys.put("labels", labels.text());
    keys.put("hold_out", Integer.toString(holdOut));
  }
}
