package io.github.diffusionj.task.restore;

import io.github.diffusionj.image.noise.OutlierTreatment;
import io.github.diffusionj.image.noise.Outliers;
import io.github.diffusionj.image.pixel.EmptyArea;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * What in an item is no image: areas without one, and pixels that no light made. The network gets
 * something usual in their place, since it looks far and one value far out of the range moves its
 * estimate everywhere.
 *
 * @param empty of C·H·W pixels those of an {@link EmptyArea}
 * @param outliers {@link Outliers} with the median of each one's neighbours
 * @param ground the grey value at the low end of the range
 * @param noise the standard deviation of the noise there
 */
record Defects(BitSet empty, Map<Integer, Float> outliers, float ground, double noise) {

  private static final long SEED = 1;

  /**
   * Finds them.
   *
   * @param grey C·H·W values
   */
  static Defects of(float[] grey, int width, int height, PlaneNoise noise) {
    BitSet empty = new BitSet();
    Map<Integer, Float> outliers = new HashMap<>();
    if (noise.modelSigma() == 0) {
      return new Defects(empty, outliers, 0, 0); // the network is not asked
    }
    int area = width * height;
    for (int from = 0; from < grey.length; from += area) {
      int offset = from;
      float[] plane = grey.length == area ? grey : Arrays.copyOfRange(grey, from, from + area);
      EmptyArea.of(plane, width, height).pixels().stream().forEach(i -> empty.set(offset + i));
      Outliers.in(plane, width, height, noise.usual(), noise::deviation)
          .forEach((i, median) -> outliers.put(offset + i, median));
    }
    float ground = noise.ground();
    return new Defects(empty, outliers, ground, noise.deviation(ground));
  }

  private boolean none() {
    return empty.isEmpty() && outliers.isEmpty();
  }

  /**
   * The image with something usual in their place: dark ground with its noise, and the median of
   * the neighbours. The same array if there are none.
   */
  float[] mended(float[] grey) {
    if (none()) {
      return grey;
    }
    float[] mended = grey.clone();
    Random random = new Random(SEED);
    empty.stream().forEach(i -> mended[i] = (float) (ground + noise * random.nextGaussian()));
    outliers.forEach((i, median) -> mended[i] = median);
    return mended;
  }

  /** Gives the samples the image's own values where there is no image, and where they are kept. */
  void putBack(float[] grey, Samples samples, OutlierTreatment treatment) {
    empty.stream().forEach(i -> samples.set(i, grey[i]));
    if (treatment == OutlierTreatment.KEEP) {
      outliers.keySet().forEach(i -> samples.set(i, grey[i]));
    }
  }
}
