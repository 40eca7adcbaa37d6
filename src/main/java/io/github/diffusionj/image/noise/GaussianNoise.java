package io.github.diffusionj.image.noise;

/** The standard deviation of noise that is the same everywhere. */
public final class GaussianNoise {

  private GaussianNoise() {}

  /**
   * Estimates σ from one plane: the median absolute response to the difference of two Laplacians
   * (Immerkær 1996; Donoho and Johnstone 1994).
   *
   * @param plane H·W values
   * @return σ in the plane's own units; 0 if there are fewer than 3 × 3 pixels that are not clipped
   */
  public static double sigma(float[] plane, int width, int height) {
    double[] absolute = new double[plane.length];
    int[] count = {0};
    NoiseResponse.each(
        plane, width, height, (mean, response) -> absolute[count[0]++] = Math.abs(response));
    return count[0] == 0 ? 0 : NoiseResponse.deviation(absolute, count[0]);
  }
}
