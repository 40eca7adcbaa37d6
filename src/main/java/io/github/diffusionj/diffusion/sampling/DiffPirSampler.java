package io.github.diffusionj.diffusion.sampling;

/**
 * Back to s from the clean estimate, with a fixed share of the noise drawn anew:
 *
 * <pre>  x_s = √ᾱ_s·x̂_0 + √(1 − ᾱ_s)·(√(1 − ζ)·ε̂ + √ζ·z)</pre>
 *
 * <p>Zhu et al. 2023, "Denoising Diffusion Models for Plug-and-Play Image Restoration", algorithm
 * 1. ζ = 0 is {@link DdimSampler} with η = 0.
 *
 * @param zeta ζ, 0…1
 */
public record DiffPirSampler(double zeta) implements OneStepSampler {

  /**
   * Checks ζ.
   *
   * @throws IllegalArgumentException if ζ is not in 0…1
   */
  public DiffPirSampler {
    if (!(zeta >= 0 && zeta <= 1)) {
      throw new IllegalArgumentException("zeta must be between 0 and 1, but is " + zeta + ".");
    }
  }

  @Override
  public SamplingStep step(TimePoint t, TimePoint next, int stream) {
    double noise = Math.sqrt(1 - next.alphaBar());
    return SamplingStep.of(
        t,
        next,
        0,
        Math.sqrt(next.alphaBar()),
        noise * Math.sqrt(1 - zeta),
        noise * Math.sqrt(zeta),
        stream);
  }
}
