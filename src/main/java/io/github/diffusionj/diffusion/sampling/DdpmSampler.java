package io.github.diffusionj.diffusion.sampling;

import java.util.List;
import java.util.Objects;

/**
 * Ancestral sampling: x_s is drawn from q(x_s | x_t, x_0 = x̂_0), for any s &lt; t. With β = 1 −
 * ᾱ_t/ᾱ_s:
 *
 * <pre>  x_s = (√ᾱ_s·β·x̂_0 + √(ᾱ_t/ᾱ_s)·(1 − ᾱ_s)·x_t)/(1 − ᾱ_t) + √variance·z</pre>
 *
 * <p>The step to s = 0 takes no noise. For s = t − 1 this is Ho et al. 2020, algorithm 2.
 *
 * @param variance the variance of the noise
 */
public record DdpmSampler(Variance variance) implements OneStepSampler {

  /** Checks that there is a variance. */
  public DdpmSampler {
    Objects.requireNonNull(variance, "variance");
  }

  @Override
  public SamplingStep step(TimePoint t, TimePoint next, int stream) {
    double alpha = t.alphaBar() / next.alphaBar();
    double beta = 1 - alpha;
    double noiseLeft = 1 - next.alphaBar();
    double noiseNow = 1 - t.alphaBar();
    double x = Math.sqrt(alpha) * noiseLeft / noiseNow;
    double x0 = next.signal() * beta / noiseNow;
    double small = Math.sqrt(beta * noiseLeft / noiseNow);
    double large = noiseLeft == 0 ? 0 : Math.sqrt(beta);
    return new SamplingStep(
        t.t(),
        next.t(),
        t.alphaBar(),
        next.alphaBar(),
        List.of(x),
        List.of(x0),
        variance == Variance.FIXED_LARGE ? large : small,
        variance == Variance.FIXED_SMALL ? small : large,
        stream);
  }
}
