package io.github.diffusionj.diffusion.sampling;

/**
 * Denoising diffusion implicit models, for any s &lt; t:
 *
 * <pre>
 *   x_s = √ᾱ_s·x̂_0 + √(1 − ᾱ_s − σ²)·ε̂ + σ·z
 *   σ²  = η²·(1 − ᾱ_t/ᾱ_s)·(1 − ᾱ_s)/(1 − ᾱ_t)
 * </pre>
 *
 * <p>Song, Meng and Ermon 2021, equations 12 and 16. η = 0 is deterministic; η = 1 is {@link
 * DdpmSampler} with {@link Variance#FIXED_SMALL}. The step to s = 0 takes no noise.
 *
 * @param eta η, 0…1
 */
public record DdimSampler(double eta) implements OneStepSampler {

  /**
   * Checks η.
   *
   * @throws IllegalArgumentException if η is not in 0…1
   */
  public DdimSampler {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException("eta must be between 0 and 1, but is " + eta + ".");
    }
  }

  @Override
  public SamplingStep step(TimePoint t, TimePoint next, int stream) {
    double beta = 1 - t.alphaBar() / next.alphaBar();
    double noiseLeft = 1 - next.alphaBar();
    // The share of the noise in x_s that is fresh: σ²/(1 − ᾱ_s), at most 1 since ᾱ_s ≤ 1.
    double fresh = eta * eta * beta / (1 - t.alphaBar());
    double eps = Math.sqrt(noiseLeft * (1 - fresh));
    return SamplingStep.of(t, next, 0, next.signal(), eps, Math.sqrt(noiseLeft * fresh), stream);
  }
}
