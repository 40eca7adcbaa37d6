package io.github.diffusionj.image.quality;

/**
 * The structural similarity index with the weights of its paper: a Gaussian window of 11 × 11
 * pixels with σ = 1.5, K1 = 0.01 and K2 = 0.03, averaged over all places where the window lies
 * within the image, and over the planes.
 *
 * <pre>
 *   SSIM = (2·μx·μy + C1)·(2·σxy + C2) / ((μx² + μy² + C1)·(σx² + σy² + C2))
 *   C1 = (K1·range)²   C2 = (K2·range)²
 * </pre>
 *
 * <p>Wang, Bovik, Sheikh and Simoncelli 2004, "Image Quality Assessment: From Error Visibility to
 * Structural Similarity", equation 13.
 */
public final class Ssim {

  /** Width and height of the window, and so of the smallest image. */
  public static final int WINDOW = 11;

  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;
  private static final double[] WEIGHTS = weights();

  private Ssim() {}

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double distance = i - WINDOW / 2;
      weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /**
   * The mean SSIM of two images.
   *
   * @param expected C·H·W values of any C, at least 1 plane
   * @param actual as many
   * @param width W, at least {@value #WINDOW}
   * @param height H, at least {@value #WINDOW}
   * @param range the largest value less the smallest that a pixel can have: 255 for 8-bit, 2 in
   *     model space; above 0
   * @return −1…1; 1 where the images are equal
   * @throws IllegalArgumentException if the image is smaller than the window, the lengths do not
   *     fit, or the range is not above 0
   */
  public static double of(float[] expected, float[] actual, int width, int height, double range) {
    Pairs.check(expected, actual, range);
    if (width < WINDOW || height < WINDOW) {
      throw new IllegalArgumentException(
          "SSIM needs images of at least %d × %d pixels, but these are %d × %d."
              .formatted(WINDOW, WINDOW, width, height));
    }
    if (expected.length % (width * height) != 0) {
      throw new IllegalArgumentException(
          "An array for SSIM must hold whole planes of %d values, but has %d."
              .formatted(width * height, expected.length));
    }
    double sum = 0;
    int planes = expected.length / (width * height);
    for (int plane = 0; plane < planes; plane++) {
      Plane at = new Plane(plane * width * height, width, height);
      sum += at.similarity(expected, actual, range);
    }
    return sum / planes;
  }

  /** One plane of both images. */
  private record Plane(int offset, int width, int height) {

    double similarity(float[] x, float[] y, double range) {
      double[] meanX = smooth(x, null);
      double[] meanY = smooth(y, null);
      double[] squareX = smooth(x, x);
      double[] squareY = smooth(y, y);
      double[] product = smooth(x, y);
      double c1 = square(K1 * range);
      double c2 = square(K2 * range);
      double sum = 0;
      for (int i = 0; i < meanX.length; i++) {
        double means = meanX[i] * meanY[i];
        double squares = square(meanX[i]) + square(meanY[i]);
        double covariance = product[i] - means;
        double variances = squareX[i] + squareY[i] - squares;
        sum += (2 * means + c1) * (2 * covariance + c2) / ((squares + c1) * (variances + c2));
      }
      return sum / meanX.length;
    }

    /** The windowed mean of x·y, or of x where y is null, wherever the window fits. */
    private double[] smooth(float[] x, float[] y) {
      int columns = width - WINDOW + 1;
      int rows = height - WINDOW + 1;
      double[] across = new double[columns * height];
      double[] line = new double[width];
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          int i = offset + row * width + column;
          line[column] = y == null ? x[i] : (double) x[i] * y[i];
        }
        for (int column = 0; column < columns; column++) {
          across[row * columns + column] = weighted(line, column, 1);
        }
      }
      double[] smooth = new double[columns * rows];
      for (int i = 0; i < smooth.length; i++) {
        smooth[i] = weighted(across, i, columns);
      }
      return smooth;
    }

    private static double weighted(double[] values, int first, int stride) {
      double sum = 0;
      for (int k = 0; k < WINDOW; k++) {
        sum += WEIGHTS[k] * values[first + k * stride];
      }
      return sum;
    }

    private static double square(double value) {
      return value * value;
    }
  }
}
