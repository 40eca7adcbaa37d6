package io.github.diffusionj.task.latent;

import io.github.diffusionj.diffusion.noise.Spherical;
import io.github.diffusionj.diffusion.schedule.ForwardStep;

/**
 * What lies between two items at t.
 *
 * @param kind what is mixed
 * @param forward from the clean image to t
 * @param a the first item, in model space
 * @param b the second item, in model space
 * @param noiseA the noise of the first; its x_t if the kind is INVERTED
 * @param noiseB the noise of the second; its x_t if the kind is INVERTED
 */
record Mixture(
    LatentKind kind, ForwardStep forward, float[] a, float[] b, float[] noiseA, float[] noiseB) {

  /** The x_t with a share λ of the second item. */
  float[] at(double lambda) {
    float[] between = Spherical.between(noiseA, noiseB, lambda);
    if (kind == LatentKind.INVERTED) {
      return between;
    }
    float[] clean = new float[a.length];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = (float) ((1 - lambda) * a[i] + lambda * b[i]);
    }
    forward.apply(clean, between, clean);
    return clean;
  }
}
