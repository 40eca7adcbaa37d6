package io.github.diffusionj.image.noise;

import io.github.diffusionj.image.pixel.EmptyArea;
import io.github.diffusionj.image.pixel.IntensityRange;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The intensity range of the image under the noise: from the 0.1 % to the 99.9 % percentile of all
 * planes, blurred by a Gaussian of {@value #SIGMA} pixels first, since the extremes of a noisy
 * image are those of its noise.
 *
 * <p>Of the noise, σ/(2√π·{@value #SIGMA}) is left after blurring, which still widens the range. So
 * the low end is moved up by {@value #LOW} and the high end down by {@value #HIGH} of these, at
 * most by {@value #MOST} of the width: the dark ground, which is most of an image, has the extremes
 * of its noise at the low end, and the few brightest pixels have less of them. The three numbers
 * were tried out on nuclei with noise of σ 15 to 50.
 */
public final class SmoothRange {

  static final double SIGMA = 3;

  static final double LOW = 2.5;
  static final double HIGH = 1.25;
  static final double MOST = 0.3;

  private static final double SHARE = 0.001;

  /** So many values of each plane are enough for a percentile. */
  private static final int VALUES = 200_000;

  private float[] values = new float[0];

  /** Takes a plane of H·W values, which is blurred in place; an {@link EmptyArea} is left out. */
  public void add(float[] plane, int width, int height) {
    EmptyArea empty = EmptyArea.of(plane, width, height);
    if (empty.size() == 0) {
      LowPass.apply(plane, width, height, SIGMA);
    } else {
      blurWithout(empty, plane, width, height);
    }
    int step = 1 + plane.length / VALUES;
    int count = values.length;
    values = Arrays.copyOf(values, count + (plane.length + step - 1) / step);
    for (int i = 0; i < plane.length; i += step) {
      if (!empty.contains(i)) {
        values[count++] = plane[i];
      }
    }
    values = Arrays.copyOf(values, count);
  }

  /** Each pixel gets the mean of those around it that are image. */
  private static void blurWithout(EmptyArea empty, float[] plane, int width, int height) {
    float[] weight = new float[plane.length];
    for (int i = 0; i < plane.length; i++) {
      weight[i] = empty.contains(i) ? 0 : 1;
      plane[i] *= weight[i];
    }
    LowPass.apply(plane, width, height, SIGMA);
    LowPass.apply(weight, width, height, SIGMA);
    for (int i = 0; i < plane.length; i++) {
      plane[i] = empty.contains(i) ? 0 : plane[i] / weight[i];
    }
  }

  /**
   * The range of what was added, at least one pixel; a constant image gets a width of 1.
   *
   * @param noise the standard deviation of the noise at a grey value
   */
  public IntensityRange get(DoubleUnaryOperator noise) {
    Arrays.sort(values);
    int skip = (int) (SHARE * values.length);
    double low = values[skip];
    double high = values[values.length - 1 - skip];
    if (low == high) {
      return new IntensityRange(low, low + Math.max(1, Math.ulp((float) low)));
    }
    double left = 1 / (2 * Math.sqrt(Math.PI) * SIGMA);
    double most = MOST * (high - low);
    return new IntensityRange(
        low + Math.min(most, LOW * left * noise.applyAsDouble(low)),
        high - Math.min(most, HIGH * left * noise.applyAsDouble(high)));
  }
}
