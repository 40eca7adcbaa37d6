package io.github.diffusionj.yardstick;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.restoration.NoiseTime;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.engine.sampling.Estimator;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.image.quality.Psnr;
import java.util.Arrays;

/** Patches with Gaussian noise, and what a model and two filters make of them. */
final class Denoising {

  private static final double PEAK = 2;

  private final Patches clean;
  private final Patches noisy;
  private final double noiseLevel;

  /**
   * Adds the noise.
   *
   * @param sigma its standard deviation, of a range of 255
   */
  Denoising(Patches clean, int sigma) {
    this.clean = clean;
    this.noiseLevel = PEAK * sigma / 255;
    float[] values = new float[clean.values().length];
    for (int i = 0; i < clean.n(); i++) {
      new NoiseField(sigma)
          .fill(values, i * clean.length(), i, 0, clean.channels(), clean.size(), clean.size());
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (clean.values()[i] + noiseLevel * values[i]);
    }
    this.noisy = new Patches(values, clean.n(), clean.channels(), clean.size());
  }

  /** The PSNR of the noisy patches. */
  double before() {
    return psnr(noisy.values());
  }

  /** Tweedie's formula: the posterior mean by one network call, without a class. */
  double network(DiffusionModel model) {
    TimePoint at = NoiseTime.of(model.schedule(), noiseLevel);
    float[] xt = noisy.values().clone();
    for (int i = 0; i < xt.length; i++) {
      xt[i] *= (float) Math.sqrt(at.alphaBar());
    }
    SampleShape shape = new SampleShape(clean.n(), clean.channels(), clean.size(), clean.size());
    Estimator estimator = model.estimator(model.predictor());
    return psnr(estimator.estimate(xt, shape, at, new Clipping.Fixed(1)).x0());
  }

  /** The best Gaussian filter for these patches. */
  double gaussian() {
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 14; i++) {
      double sigma = 0.4 + 0.2 * i;
      best = Math.max(best, psnr(plane -> Filters.gaussian(plane, clean.size(), sigma)));
    }
    return best;
  }

  /** The best non-local means for these patches. */
  double nonLocalMeans() {
    double best = Double.NEGATIVE_INFINITY;
    for (int side = 1; side <= 3; side++) {
      for (double factor : new double[] {0.3, 0.45, 0.6, 0.8, 1.0}) {
        int radius = side;
        double h = factor * noiseLevel;
        best =
            Math.max(
                best,
                psnr(
                    plane ->
                        Filters.nonLocalMeans(plane, clean.size(), noiseLevel, h, radius, 10)));
      }
    }
    return best;
  }

  /** Filters a plane. */
  private interface Filter {
    float[] apply(float[] plane);
  }

  private double psnr(Filter filter) {
    float[] result = new float[noisy.values().length];
    int area = clean.size() * clean.size();
    for (int from = 0; from < result.length; from += area) {
      float[] plane = Arrays.copyOfRange(noisy.values(), from, from + area);
      System.arraycopy(filter.apply(plane), 0, result, from, area);
    }
    return psnr(result);
  }

  /** The mean over the patches. */
  private double psnr(float[] values) {
    Patches result = new Patches(values, clean.n(), clean.channels(), clean.size());
    double sum = 0;
    for (int i = 0; i < clean.n(); i++) {
      sum += Psnr.of(clean.part(i, i + 1).values(), result.part(i, i + 1).values(), PEAK);
    }
    return sum / clean.n();
  }
}
