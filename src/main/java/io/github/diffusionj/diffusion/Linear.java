package io.github.diffusionj.diffusion;

/**
 * A combination of a noisy image and a network's output: x·x_t + output·(what the network put out).
 *
 * @param x the factor of x_t
 * @param output the factor of the network's output
 */
public record Linear(double x, double output) {

  /** This combination times {@code a} plus another one times {@code b}. */
  Linear mix(double a, Linear other, double b) {
    return new Linear(a * x + b * other.x, a * output + b * other.output);
  }
}
