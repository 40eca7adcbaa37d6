package io.github.diffusionj.image.pixel;

import io.github.diffusionj.base.Numbers;

/**
 * The grey values that the ends of the model's data range stand for.
 *
 * <p>m = (2v − (low + high)) / (high − low), so that low ↔ −1 and high ↔ +1. The map is linear and
 * clips nothing: a value outside [low, high] lies outside [−1, 1] and comes back as it was.
 *
 * @param low the stored pixel value that is −1 for the model
 * @param high the stored pixel value that is +1 for the model; above low
 */
public record IntensityRange(double low, double high) {

  /** Pixels that are model space already: both ways are the identity, to the last bit. */
  public static final IntensityRange RAW = new IntensityRange(-1, 1);

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if low is not below high, or their distance is not finite
   */
  public IntensityRange {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException(
          "The low end of an intensity range must be a number below its high end, but the range is "
              + Numbers.text(low)
              + ".."
              + Numbers.text(high)
              + ".");
    }
  }

  /** The model-space value of a pixel value. */
  public double toModel(double value) {
    return (2 * value - (low + high)) / (high - low);
  }

  /** The pixel value of a model-space value; the inverse of {@link #toModel(double)}. */
  public double fromModel(double value) {
    return (value * (high - low) + (low + high)) / 2;
  }

  /** Maps pixel values to model space, in place. */
  public void toModel(float[] values) {
    toModel(values, 0, values.length);
  }

  void toModel(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) toModel((double) values[i]);
    }
  }

  /** Maps model-space values to pixel values, in place. */
  public void fromModel(float[] values) {
    fromModel(values, 0, values.length);
  }

  void fromModel(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) fromModel((double) values[i]);
    }
  }
}
