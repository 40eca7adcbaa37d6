/**
 * Samplers of higher order: solvers of the probability-flow ODE and of the reverse SDE, as lists of
 * coefficients.
 *
 * <p>Symbols: α = √ᾱ and σ = √(1 − ᾱ); λ = ln(α/σ), which rises from noise to image; h = λ_t − λ_s
 * for a step from s to t; ρ = σ/α = e^(−λ), the noise level of k-diffusion and EDM. x̂_0 is written
 * E, and ε̂ = (x − α·E)/σ. All methods are exact on a single point and end at ᾱ = 1 with x = x̂_0.
 */
package io.github.diffusionj.diffusion.sampling.solver;
