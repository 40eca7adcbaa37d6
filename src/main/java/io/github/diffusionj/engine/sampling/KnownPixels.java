package io.github.diffusionj.engine.sampling;

import java.util.Optional;

/**
 * Pixels that the result must keep, so that the rest is filled in to fit them.
 *
 * @param values clean images in model space, N·C·H·W
 * @param unknown 1 where a pixel is to be filled in, 0 where it is known, H·W, for all images
 * @param keeping how they are kept on the way
 * @param slack κ, 0 or more: how far x̂_0 may stay from the known pixels while there is little
 *     noise. They weigh 1/(1 + ρ_t) in it, ρ_t = κ·ᾱ_t/(1 − ᾱ_t), and the estimate the rest: the
 *     minimum of |y − x|² + ρ_t·|x − x̂_0|² (Zhu et al. 2023, DiffPIR, equation 13, where κ is
 *     λσ²). 0 keeps them exactly
 */
public record KnownPixels(float[] values, float[] unknown, Keeping keeping, double slack) {

  /** How known pixels are kept while the rest is sampled. */
  public enum Keeping {
    /** They are put into each x̂_0 (Wang, Yu and Zhang 2023, DDNM, equation 13 with A a mask). */
    IN_ESTIMATE,
    /**
     * They replace those of each x_s that a step of the sampler gives, with noise of their own as
     * it is at s: √ᾱ_s·x_0 + √(1 − ᾱ_s)·z (Lugmayr et al. 2022, RePaint, equation 8).
     */
    IN_STATE
  }

  /**
   * Where the network's answer counts: H·W values, not 0 there; empty if it counts everywhere, as
   * known pixels have a share in it.
   */
  public Optional<float[]> wanted() {
    return slack == 0 ? Optional.of(unknown) : Optional.empty();
  }
}
