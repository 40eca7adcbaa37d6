package io.github.diffusionj.engine.sampling;

import java.util.Optional;

/**
 * What a network says of images in one call.
 *
 * @param x0 x̂_0 in model space, N·C·H·W values
 * @param share where the network learned its variance: f of each value, 0…1, the share of ln β_t in
 *     ln σ_t² (Nichol and Dhariwal 2021, equation 15)
 */
public record Estimate(float[] x0, Optional<float[]> share) {}
