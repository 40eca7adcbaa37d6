package io.github.diffusionj.task.restore;

import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.image.pixel.IntensityRange;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of the planes of one channel, and the way between their grey values and the model:
 * grey value, stabilised by the transform if there is one, mapped so that the range is [−1, 1].
 *
 * @param transform makes the noise Gaussian; empty if it is
 * @param sigma standard deviation after the transform
 * @param range the data range after the transform
 */
record PlaneNoise(Optional<Anscombe> transform, double sigma, IntensityRange range) {

  static PlaneNoise gaussian(double sigma, IntensityRange range) {
    return new PlaneNoise(Optional.empty(), sigma, range);
  }

  static PlaneNoise poissonGaussian(Anscombe transform, IntensityRange grey) {
    double low = transform.forward(grey.low());
    double high = transform.forward(grey.high());
    return new PlaneNoise(
        Optional.of(transform), 1, new IntensityRange(low, Math.max(high, low + 1)));
  }

  /** Grey values that an image may well have: half of the range, and noise, beyond its ends. */
  IntensityRange usual() {
    float most = (float) (2 + 5 * modelSigma());
    float[] ends = {-most, most};
    fromModel(ends);
    return new IntensityRange(ends[0], ends[1]);
  }

  /** The grey value at the low end of the range. */
  float ground() {
    float[] low = {-1};
    fromModel(low);
    return low[0];
  }

  /** The standard deviation of the noise at a grey value, in grey values. */
  double deviation(double grey) {
    return transform.map(t -> Math.sqrt(Math.max(0, t.gain() * grey + t.variance()))).orElse(sigma);
  }

  /** σ in the model's units. */
  double modelSigma() {
    return 2 * sigma / (range.high() - range.low());
  }

  /**
   * What has to be added to C·H·W grey values, once in model space, where there is little light.
   */
  Optional<MissingNoise> missing(float[] grey, int width, int height) {
    return transform.map(t -> MissingNoise.of(t, modelSigma(), grey, width, height));
  }

  /** Maps grey values to model space, in place. */
  void toModel(float[] values) {
    transform.ifPresent(
        t -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) t.forward(values[i]);
          }
        });
    range.toModel(values);
  }

  /** Maps model space to grey values, in place. */
  void fromModel(float[] values) {
    range.fromModel(values);
    transform.ifPresent(
        t -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) t.inverse(values[i]);
          }
        });
  }

  /** The noise in a few words, for the record. */
  String text() {
    return transform
        .map(t -> String.format(Locale.ROOT, "variance %.4g*y%+.4g", t.gain(), t.variance()))
        .orElseGet(() -> String.format(Locale.ROOT, "sigma %.4g", sigma));
  }
}
