package io.github.diffusionj.task.restore;

import java.util.OptionalDouble;

/**
 * What the user says about an image's noise; what is empty is estimated. All are in stored grey
 * values of the image.
 *
 * @param transform whether it is Gaussian or Poisson–Gaussian
 * @param sigma standard deviation of the noise; with Anscombe, of the read noise alone
 * @param gain grey levels for one photon or electron, for Anscombe
 * @param offset the grey value without light, for Anscombe; needs sigma, since without it the fit
 *     finds both at once
 */
public record NoiseChoice(
    Transform transform, OptionalDouble sigma, OptionalDouble gain, OptionalDouble offset) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public NoiseChoice {
    boolean gaussian = transform == Transform.NONE;
    if (sigma.isPresent() && !(gaussian ? sigma.getAsDouble() > 0 : sigma.getAsDouble() >= 0)) {
      throw new IllegalArgumentException(
          "sigma must be %s, but is %s."
              .formatted(gaussian ? "above 0" : "0 or more", sigma.getAsDouble()));
    }
    if (gain.isPresent() && !(gain.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "gain must be above 0, but is " + gain.getAsDouble() + ".");
    }
    if (gaussian && (gain.isPresent() || offset.isPresent())) {
      throw new IllegalArgumentException(
          "gain and offset need transform=anscombe, but transform is none.");
    }
    if (offset.isPresent() && sigma.isEmpty()) {
      throw new IllegalArgumentException(
          "offset needs sigma, the read noise; leave both empty to have them estimated.");
    }
  }

  /** Whether nothing has to be estimated. */
  boolean given() {
    return sigma.isPresent() && (transform == Transform.NONE || gain.isPresent());
  }
}
