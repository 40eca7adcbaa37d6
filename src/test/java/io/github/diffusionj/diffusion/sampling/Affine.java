package io.github.diffusionj.diffusion.sampling;

import java.util.Arrays;

/**
 * slope·x_T + intercept + Σ noise_k·z_k, with independent standard normal z_k: what every state is
 * when the network is affine.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Affine(double slope, double intercept, double[] noise) {

  static final Affine ZERO = new Affine(0, 0, new double[0]);
  static final Affine START = new Affine(1, 0, new double[0]);

  static Affine constant(double value) {
    return new Affine(0, value, new double[0]);
  }

  /** factor·z_k. */
  static Affine noise(int k, double factor) {
    double[] noise = new double[k + 1];
    noise[k] = factor;
    return new Affine(0, 0, noise);
  }

  Affine plus(Affine other, double times) {
    double[] sum = Arrays.copyOf(noise, Math.max(noise.length, other.noise.length));
    for (int i = 0; i < other.noise.length; i++) {
      sum[i] += times * other.noise[i];
    }
    return new Affine(slope + times * other.slope, intercept + times * other.intercept, sum);
  }

  double mean(double ofStart) {
    return slope * ofStart + intercept;
  }

  double variance(double ofStart) {
    double variance = slope * slope * ofStart;
    for (double factor : noise) {
      variance += factor * factor;
    }
    return variance;
  }
}
