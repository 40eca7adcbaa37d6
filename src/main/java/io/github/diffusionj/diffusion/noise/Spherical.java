package io.github.diffusionj.diffusion.noise;

/**
 * Spherical linear interpolation of two vectors, which keeps the length that noise has where a
 * straight line would shorten it: sin((1 − λ)θ)/sin θ·a + sin(λθ)/sin θ·b with θ the angle between
 * them. Shoemake 1985; for latents Song, Meng and Ermon 2021, appendix D.5.
 */
public final class Spherical {

  /** Below this angle, and as near to opposite, the straight line is taken. */
  private static final double SMALL = 1e-4;

  private Spherical() {}

  /**
   * What lies between.
   *
   * @param a at λ = 0
   * @param b at λ = 1, as long
   * @param lambda 0…1
   * @throws IllegalArgumentException if the lengths differ
   */
  public static float[] between(float[] a, float[] b, double lambda) {
    double angle = angle(a, b);
    boolean straight = angle < SMALL || Math.PI - angle < SMALL;
    double ofA = straight ? 1 - lambda : Math.sin((1 - lambda) * angle) / Math.sin(angle);
    double ofB = straight ? lambda : Math.sin(lambda * angle) / Math.sin(angle);
    float[] between = new float[a.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = (float) (ofA * a[i] + ofB * b[i]);
    }
    return between;
  }

  private static double angle(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "Both ends must have the same number of values, but have %d and %d."
              .formatted(a.length, b.length));
    }
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengthB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(lengthA * lengthB);
    return lengths == 0 ? 0 : Math.acos(Math.max(-1, Math.min(1, product / lengths)));
  }
}
