package io.github.diffusionj.image.region;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

/** Soft edges of masks. */
public final class Feather {

  private Feather() {}

  /**
   * A mask whose values rise over some pixels inside its edge: a pixel at the distance d from the
   * nearest one outside has d/(pixels + 1), at most 1. The border of the image is no edge.
   *
   * @param mask H·W values, 0 or 1
   * @param pixels 0 or more; 0 for the mask itself
   */
  public static float[] of(float[] mask, int width, int pixels) {
    if (pixels == 0) {
      return mask.clone();
    }
    ByteProcessor inside = new ByteProcessor(width, mask.length / width);
    for (int i = 0; i < mask.length; i++) {
      inside.set(i, mask[i] > 0 ? 255 : 0);
    }
    FloatProcessor distance = new EDM().makeFloatEDM(inside, 0, false);
    float[] soft = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      soft[i] = mask[i] > 0 ? Math.min(1, distance.getf(i) / (pixels + 1)) : 0;
    }
    return soft;
  }
}
