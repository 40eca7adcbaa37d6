package io.github.diffusionj.diffusion.sampling;

import java.util.List;

/**
 * One step of a sampler, as coefficients:
 *
 * <pre>  x_next = Σ x_k·X_k + Σ x0_k·E_k + noise·z</pre>
 *
 * <p>X_k are the states and E_k the network's estimates x̂_0 of the clean image, after clipping,
 * newest first: X_0 is x_t and E_0 what the network says of it. Where a method asks for ε̂, it is
 * (X − √ᾱ·E)/√(1 − ᾱ), worked out again from that E, so that the two always agree; it is folded
 * into the factors. z is standard normal noise. States are in variance-preserving form, √ᾱ·x_0 +
 * √(1 − ᾱ)·ε, whatever form the method's paper has.
 *
 * @param t the time of x_t; the network gets t − 1
 * @param next the time of x_next; t itself in the later stages of a step with several network calls
 * @param alphaBar ᾱ at t
 * @param nextAlphaBar ᾱ at next
 * @param x the factors of the states, at least one: element k is that of the state k steps earlier
 * @param x0 the factors of the estimates: element k is that of the one made k network calls
 *     earlier, element 0 of the one made in this step. Empty if the step makes no network call
 * @param noise the factor of z, 0 if the step needs no noise
 * @param noiseLarge its upper bound where the network predicts the variance: with v ∈ [−1, 1] put
 *     out for a pixel the factor there is noise^(1−f)·noiseLarge^f, f = (v + 1)/2 (Nichol and
 *     Dhariwal 2021, equation 15). Equal to noise if the variance is fixed
 * @param stream the number of z's stream of noise, used by no other step of the list
 */
public record SamplingStep(
    double t,
    double next,
    double alphaBar,
    double nextAlphaBar,
    List<Double> x,
    List<Double> x0,
    double noise,
    double noiseLarge,
    int stream) {

  /**
   * Copies the lists and checks the numbers.
   *
   * @throws IllegalArgumentException if there is no factor of x_t, or a factor is not finite
   */
  public SamplingStep {
    x = List.copyOf(x);
    x0 = List.copyOf(x0);
    if (x.isEmpty()) {
      throw new IllegalArgumentException("a step needs at least 1 factor of x_t, but has 0.");
    }
    checkFinite(x, t, next);
    checkFinite(x0, t, next);
    checkFinite(List.of(noise, noiseLarge), t, next);
  }

  /**
   * A step that looks at no earlier one: x_next = x·x_t + x0·x̂_0 + eps·ε̂ + noise·z.
   *
   * @param from where x_t lies, ᾱ &lt; 1
   */
  public static SamplingStep of(
      TimePoint from, TimePoint to, double x, double x0, double eps, double noise, int stream) {
    double ofX = x + eps / from.noise();
    double ofX0 = x0 - eps * from.signal() / from.noise();
    return new SamplingStep(
        from.t(),
        to.t(),
        from.alphaBar(),
        to.alphaBar(),
        List.of(ofX),
        List.of(ofX0),
        noise,
        noise,
        stream);
  }

  /** This step with another stream of noise. */
  SamplingStep withStream(int stream) {
    return new SamplingStep(t, next, alphaBar, nextAlphaBar, x, x0, noise, noiseLarge, stream);
  }

  /** Whether the network is called. */
  public boolean callsNetwork() {
    return !x0.isEmpty();
  }

  private static void checkFinite(List<Double> factors, double t, double next) {
    for (double factor : factors) {
      if (!Double.isFinite(factor)) {
        throw new IllegalArgumentException(
            "the step from t = " + t + " to " + next + " has the factor " + factor + ".");
      }
    }
  }
}
