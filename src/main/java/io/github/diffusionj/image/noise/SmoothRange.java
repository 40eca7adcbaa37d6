package io.github.diffusionj.image.noise;

import io.github.diffusionj.image.IntensityRange;
import java.util.Arrays;

/**
 * The intensity range of the image under the noise: from the 0.1 % to the 99.9 % percentile of all
 * planes, blurred by a Gaussian of {@value #SIGMA} pixels first, since the extremes of a noisy image
 * are those of its noise.
 */
public final class SmoothRange {

  static final double SIGMA = 2;

  private static final double SHARE = 0.001;

  /** So many values of each plane are enough for a percentile. */
  private static final int VALUES = 200_000;

  private float[] values = new float[0];

  /** Takes a plane of H·W values. */
  public void add(float[] plane, int width, int height) {
    float[] smooth = LowPass.of(plane, width, height, SIGMA);
    int step = 1 + smooth.length / VALUES;
    int count = (smooth.length + step - 1) / step;
    int from = values.length;
    values = Arrays.copyOf(values, from + count);
    for (int i = 0; i < count; i++) {
      values[from + i] = smooth[i * step];
    }
  }

  /** The range of what was added, at least one plane; a constant image gets a width of 1. */
  public IntensityRange get() {
    Arrays.sort(values);
    int skip = (int) (SHARE * values.length);
    double low = values[skip];
    double high = values[values.length - 1 - skip];
    return low < high
        ? new IntensityRange(low, high)
        : new IntensityRange(low, low + Math.max(1, Math.ulp((float) low)));
  }
}
