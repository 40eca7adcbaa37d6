package io.github.diffusionj.task.restore;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.image.noise.LowPass;
import java.util.Arrays;

/**
 * Gives an image the noise that the Anscombe transform leaves missing. Where there are few photons,
 * its noise has less than the variance that the network is told of, and only a few values: a
 * network takes that for structure and keeps it. With Gaussian noise added, of the variance that is
 * missing, it has the right one everywhere and is nearly Gaussian.
 *
 * <p>How many photons there are is seen in the image blurred by {@value #BLUR} pixels.
 *
 * @param transform tells the variance that there is
 * @param unit the standard deviation that there should be, in model space
 */
record MissingNoise(Anscombe transform, double unit) {

  private static final double BLUR = 2;

  /**
   * Adds it.
   *
   * @param grey the image in grey values, C·H·W values
   * @param model the image in model space, as many; changed in place
   * @param field where the noise comes from, by the image's {@code place} in it
   */
  void addTo(float[] model, float[] grey, int width, int height, NoiseField field, long place) {
    int area = width * height;
    int channels = grey.length / area;
    float[] noise = new float[grey.length];
    field.fill(noise, 0, place, NoiseField.ADDED, channels, height, width);
    for (int from = 0; from < grey.length; from += area) {
      float[] mean = LowPass.of(Arrays.copyOfRange(grey, from, from + area), width, height, BLUR);
      for (int i = 0; i < area; i++) {
        double missing = Math.max(0, 1 - transform.stabilised(mean[i]));
        model[from + i] += (float) (unit * Math.sqrt(missing) * noise[from + i]);
      }
    }
  }
}
