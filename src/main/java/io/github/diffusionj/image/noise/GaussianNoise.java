package io.github.diffusionj.image.noise;

/** The standard deviation of noise that is the same everywhere. */
public final class GaussianNoise {

  /** So many standard deviations from a limit hardly a pixel is cut off. */
  static final double MARGIN = 3;

  /** Fewer pixels give no better estimate than those nearer to the limit. */
  private static final int ENOUGH = 500;

  private GaussianNoise() {}

  /**
   * Estimates σ from one plane: the median absolute response to the difference of two Laplacians
   * (Immerkær 1996; Donoho and Johnstone 1994). A first estimate tells how far from values that the
   * camera cut off pixels have to be to count for the second.
   *
   * @param plane H·W values
   * @return σ in the plane's own units; 0 if there are fewer than 3 × 3 pixels
   */
  public static double sigma(float[] plane, int width, int height) {
    double first = sigma(plane, width, height, 0);
    double away = sigma(plane, width, height, MARGIN * first);
    return away > 0 ? away : first;
  }

  private static double sigma(float[] plane, int width, int height, double margin) {
    double[] absolute = new double[NoiseResponse.pixels(width, height)];
    int[] count = {0};
    NoiseResponse.each(
        plane, width, height, margin, (mean, r) -> absolute[count[0]++] = Math.abs(r));
    boolean enough = count[0] > 0 && (margin == 0 || count[0] >= ENOUGH);
    return enough ? NoiseResponse.deviation(absolute, count[0]) : 0;
  }
}
