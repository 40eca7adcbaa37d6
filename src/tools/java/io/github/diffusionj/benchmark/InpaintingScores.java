package io.github.diffusionj.benchmark;

import io.github.diffusionj.image.quality.Ssim;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/**
 * How near fillings are to the originals, image by image.
 *
 * @param psnr dB within what was missing, the peak being 255
 * @param ssim of the whole image
 * @param seam the mean difference across the border of what was missing, over that of the originals
 */
record InpaintingScores(double[] psnr, double[] ssim, double seam) {

  static InpaintingScores of(List<float[]> originals, List<float[]> filled, InpaintingMask mask) {
    int size = InpaintingMask.SIZE;
    return new InpaintingScores(
        each(originals, filled, (original, image) -> psnr(original, image, mask)),
        each(originals, filled, (original, image) -> Ssim.of(original, image, size, size, 255)),
        acrossEdges(filled, mask) / acrossEdges(originals, mask));
  }

  private static double[] each(
      List<float[]> originals, List<float[]> filled, ToDoubleBiFunction<float[], float[]> score) {
    double[] scores = new double[originals.size()];
    for (int n = 0; n < scores.length; n++) {
      scores[n] = score.applyAsDouble(originals.get(n), filled.get(n));
    }
    return scores;
  }

  private static double psnr(float[] original, float[] image, InpaintingMask mask) {
    double squares = 0;
    int count = 0;
    for (int i = 0; i < original.length; i++) {
      double error = mask.misses(i) ? image[i] - original[i] : 0;
      squares += error * error;
      count += mask.misses(i) ? 1 : 0;
    }
    return 10 * Math.log10(255 * 255 / (squares / count));
  }

  private static double acrossEdges(List<float[]> images, InpaintingMask mask) {
    return images.stream().mapToDouble(image -> acrossEdge(image, mask)).sum();
  }

  private static double acrossEdge(float[] image, InpaintingMask mask) {
    int size = InpaintingMask.SIZE;
    double sum = 0;
    for (int i = 0; i < image.length; i++) {
      if (i % size + 1 < size && mask.misses(i) != mask.misses(i + 1)) {
        sum += Math.abs(image[i] - image[i + 1]);
      }
      if (i + size < image.length && mask.misses(i) != mask.misses(i + size)) {
        sum += Math.abs(image[i] - image[i + size]);
      }
    }
    return sum;
  }

  /** Means and standard errors over the images, for a cell of the table. */
  String cell() {
    return String.format(
        Locale.ROOT,
        "%.1f ± %.1f / %.3f ± %.3f / %.2f",
        mean(psnr),
        error(psnr),
        mean(ssim),
        error(ssim),
        seam);
  }

  /** The mean of how much higher the PSNR of each image is than another filling's. */
  String gain(InpaintingScores other) {
    double[] differences = psnr.clone();
    for (int n = 0; n < differences.length; n++) {
      differences[n] -= other.psnr[n];
    }
    return String.format(Locale.ROOT, "%+.1f ± %.1f", mean(differences), error(differences));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double error(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  }
}
