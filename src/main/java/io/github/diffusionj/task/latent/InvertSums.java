package io.github.diffusionj.task.latent;

import io.github.diffusionj.image.quality.Quality;
import io.github.diffusionj.image.source.ImageItems;

/** What an {@link InvertRow} is made of, item by item, without keeping any. */
final class InvertSums {

  private final ImageItems items;
  private double psnr;
  private double ssim;
  private double correlation;
  private long count;
  private double mean;
  private double squares;

  /** Starts without an item. */
  InvertSums(ImageItems items) {
    this.items = items;
  }

  /** Takes an item, and what DDIM makes of its x_t; both in model space. */
  void addImage(float[] clean, float[] regenerated) {
    Quality one = Quality.of(clean, regenerated, items.width(), items.height(), 2);
    psnr += one.psnr() / items.count();
    ssim += one.ssim() / items.count();
    correlation += one.correlation() / items.count();
  }

  /**
   * Takes the x_t of an item. The squared deviations of two sets of values add up to that of both
   * as in Chan, Golub and LeVeque 1979.
   */
  void addLatent(float[] values) {
    double own = 0;
    for (float value : values) {
      own += value;
    }
    own /= values.length;
    double difference = own - mean;
    long all = count + values.length;
    squares += squares(values, own) + difference * difference * count * values.length / all;
    mean += difference * values.length / all;
    count = all;
  }

  private static double squares(float[] values, double mean) {
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }

  InvertRow row(int steps, int calls) {
    Quality regenerated = new Quality(psnr, ssim, correlation);
    return new InvertRow(steps, calls, regenerated, mean, Math.sqrt(squares / count));
  }
}
