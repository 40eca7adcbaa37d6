package io.github.diffusionj.diffusion.restoration;

/**
 * The generalised Anscombe transform and its exact unbiased inverse.
 *
 * <p>Noise of a camera: y = a·p + n with p a Poisson number and n normal of mean g and variance σ²,
 * so that Var y = a·E y + b with b = σ² − a·g. The transform
 *
 * <pre>  z = 2/a·√max(0, a·y + 3/8·a² + b)</pre>
 *
 * <p>makes the variance about 1 whatever E y is (Starck, Murtagh and Bijaoui 1998, section 2.2),
 * but for a few photons ({@link #stabilised}). The algebraic inverse of a mean of z is biased; the
 * exact unbiased one in closed form is, with D = z,
 *
 * <pre>  y = a·(D²/4 + √(3/2)/4·D⁻¹ − 11/8·D⁻² + 5/8·√(3/2)·D⁻³ − 1/8) − b/a</pre>
 *
 * <p>(Mäkitalo and Foi 2013, "Optimal Inversion of the Generalized Anscombe Transformation for
 * Poisson–Gaussian Noise", equation 10, with gain and offset put in). Below D = 2√(3/8), where its
 * first part is 0, it goes on as if D were that. Offset and read noise count only through b.
 *
 * @param gain a, grey levels for one photon or electron, above 0
 * @param variance b, the variance at grey value 0, by the line that the variance is; may be
 *     negative
 */
public record Anscombe(double gain, double variance) {

  private static final double ROOT = Math.sqrt(1.5);
  private static final double LEAST = 2 * Math.sqrt(3.0 / 8);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the gain is not above 0, or one is not finite
   */
  public Anscombe {
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY) || !Double.isFinite(variance)) {
      throw new IllegalArgumentException(
          "the gain must be above 0 and the variance at 0 finite, but they are "
              + gain
              + " and "
              + variance
              + ".");
    }
  }

  /** z of a grey value; its noise has variance 1, or less where there are few photons. */
  public double forward(double y) {
    return 2 / gain * Math.sqrt(Math.max(0, gain * y + 0.375 * gain * gain + variance));
  }

  /**
   * The variance of z where y is the expected grey value, as if all of the noise there were that of
   * photons: about 1 from four of them on, less where there are fewer, and 0 without light.
   */
  public double stabilised(double y) {
    return PoissonRoot.variance(Math.max(0, gain * y + variance) / (gain * gain));
  }

  /** The expected grey value for an expected z. */
  public double inverse(double z) {
    double d = Math.max(LEAST, z);
    double photons =
        d * d / 4 + ROOT / 4 / d - 11.0 / 8 / (d * d) + 5.0 / 8 * ROOT / (d * d * d) - 0.125;
    return gain * photons - variance / gain;
  }
}
