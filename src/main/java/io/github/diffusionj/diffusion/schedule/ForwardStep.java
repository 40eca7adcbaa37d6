package io.github.diffusionj.diffusion.schedule;

/**
 * One stretch of the forward process, from step s to step t ≥ s: x_t = signal·x_s + noise·ε with
 * signal = √(ᾱ_t/ᾱ_s) and noise = √(1 − ᾱ_t/ᾱ_s).
 *
 * <p>s = 0 gives the one-step form (Ho et al. 2020, equation 4), s = t − 1 one link of the chain
 * (equation 2), s = t the identity.
 *
 * @param signal the factor of x_s
 * @param noise the factor of standard normal noise
 */
public record ForwardStep(double signal, double noise) {

  /**
   * The step between two times of a schedule.
   *
   * @param from s, 0…T
   * @param to t, s…T
   * @throws IllegalArgumentException if a time is out of range or {@code to} comes before {@code
   *     from}
   */
  public static ForwardStep between(NoiseSchedule s, int from, int to) {
    double ratio = to == from ? 1 : s.alphaBar(to) / s.alphaBar(from);
    if (to < from) {
      throw new IllegalArgumentException(
          "noising must go to t = " + from + " or later, but goes back to t = " + to + ".");
    }
    return new ForwardStep(Math.sqrt(ratio), Math.sqrt(1 - ratio));
  }

  /**
   * Writes signal·x + noise·ε, element by element.
   *
   * @param x x_s, of any length
   * @param noise ε, of the same length
   * @param out receives x_t, of the same length; may be {@code x} or {@code noise} itself
   * @throws IllegalArgumentException if the lengths differ
   */
  public void apply(float[] x, float[] noise, float[] out) {
    if (x.length != noise.length || x.length != out.length) {
      throw new IllegalArgumentException(
          "image, noise and result must have the same number of values, but have "
              + x.length
              + ", "
              + noise.length
              + " and "
              + out.length
              + ".");
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (signal * x[i] + this.noise * noise[i]);
    }
  }
}
