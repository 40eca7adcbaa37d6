package io.github.diffusionj.task.latent;

import io.github.diffusionj.image.quality.Quality;

/**
 * How well inversion works with one number of steps.
 *
 * @param steps of DDIM
 * @param calls network calls of the inversion
 * @param regenerated what DDIM makes of x_t against the original, the mean over all items
 * @param mean of the values of x_t; that of noise is √ᾱ_t times the image's
 * @param deviation of the values of x_t; that of noise is about 1
 */
public record InvertRow(int steps, int calls, Quality regenerated, double mean, double deviation) {

  static InvertRow of(
      Inversion inversion, int steps, int calls, float[][] latents, float[][] back) {
    double psnr = 0;
    double ssim = 0;
    double correlation = 0;
    int n = latents.length;
    for (int i = 0; i < n; i++) {
      Quality one =
          Quality.of(
              inversion.clean(i),
              back[i],
              inversion.items().width(),
              inversion.items().height(),
              2);
      psnr += one.psnr() / n;
      ssim += one.ssim() / n;
      correlation += one.correlation() / n;
    }
    double mean = mean(latents, 0, 1);
    double variance = mean(latents, mean, 2);
    return new InvertRow(
        steps, calls, new Quality(psnr, ssim, correlation), mean, Math.sqrt(variance));
  }

  private static double mean(float[][] latents, double centre, int power) {
    double sum = 0;
    long count = 0;
    for (float[] latent : latents) {
      for (float value : latent) {
        sum += Math.pow(value - centre, power);
      }
      count += latent.length;
    }
    return sum / count;
  }
}
