package io.github.diffusionj.task.restore;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.image.noise.LowPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The noise that the Anscombe transform leaves missing in an image. Where there are few photons,
 * its noise has less than the variance that the network is told of, and only a few values: a
 * network takes that for structure and keeps it. With Gaussian noise added, of the variance that is
 * missing, it has the right one everywhere and is nearly Gaussian.
 *
 * <p>How many photons there are is seen in the image blurred by {@value #BLUR} pixels.
 *
 * @param deviations the standard deviation that is missing in model space: for each channel H·W
 *     values
 * @param width W in pixels
 */
record MissingNoise(List<float[]> deviations, int width) {

  private static final double BLUR = 2;

  /**
   * Finds what is missing.
   *
   * @param transform tells the variance that there is
   * @param unit the standard deviation that there should be, in model space
   * @param grey the image in grey values, C·H·W values
   */
  static MissingNoise of(Anscombe transform, double unit, float[] grey, int width, int height) {
    int area = width * height;
    List<float[]> deviations = new ArrayList<>();
    for (int from = 0; from < grey.length; from += area) {
      float[] plane = Arrays.copyOfRange(grey, from, from + area);
      LowPass.apply(plane, width, height, BLUR);
      for (int i = 0; i < area; i++) {
        double missing = Math.max(0, 1 - transform.stabilised(plane[i]));
        plane[i] = (float) (unit * Math.sqrt(missing));
      }
      deviations.add(plane);
    }
    return new MissingNoise(deviations, width);
  }

  /**
   * Adds it, row by row, so that no image of noise is needed.
   *
   * @param model the image in model space, C·H·W values; changed in place
   * @param field where the noise comes from, by the image's {@code place} in it
   */
  void addTo(float[] model, NoiseField field, long place) {
    int channels = deviations.size();
    int area = deviations.get(0).length;
    float[] noise = new float[channels * width];
    for (int row = 0; row < area / width; row++) {
      field.fillWindow(noise, 0, place, NoiseStream.ADDED.first(), channels, row, 0, 1, width);
      for (int channel = 0; channel < channels; channel++) {
        float[] deviation = deviations.get(channel);
        for (int x = 0; x < width; x++) {
          int pixel = row * width + x;
          model[channel * area + pixel] += deviation[pixel] * noise[channel * width + x];
        }
      }
    }
  }
}
