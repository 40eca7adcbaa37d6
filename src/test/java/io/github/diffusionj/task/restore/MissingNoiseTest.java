package io.github.diffusionj.task.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.restoration.Anscombe;
import io.github.diffusionj.image.noise.SyntheticScene;
import io.github.diffusionj.image.pixel.IntensityRange;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingNoiseTest {

  private static final int SIZE = 128;
  private static final double GAIN = 3;

  private final PlaneNoise noise =
      PlaneNoise.poissonGaussian(new Anscombe(GAIN, 0), new IntensityRange(0, 300));

  private static float[] photons(double mean) {
    float[] clean = new float[SIZE * SIZE];
    Arrays.fill(clean, (float) (GAIN * mean));
    return SyntheticScene.camera(clean, GAIN, 0, 0, 3);
  }

  private float[] model(float[] grey) {
    float[] model = grey.clone();
    noise.toModel(model);
    return model;
  }

  private void add(float[] model, float[] grey) {
    noise.missing(grey, SIZE, SIZE).orElseThrow().addTo(model, new NoiseField(1), 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 1, 2})
  void aFewPhotonsGetTheDeviationThatTheNetworkIsTold(double mean) {
    float[] grey = photons(mean);
    float[] model = model(grey);
    add(model, grey);
    double sum = 0;
    double squares = 0;
    for (float value : model) {
      sum += value;
      squares += (double) value * value;
    }
    double average = sum / model.length;
    double deviation = Math.sqrt(squares / model.length - average * average);
    assertThat(deviation / noise.modelSigma()).isCloseTo(1, within(0.03));
  }

  /** Planes are not square, and have different numbers of photons. */
  @Test
  void eachPixelGetsItsOwnNumberOfTheNoiseField() {
    int width = 24;
    int height = 10;
    float[] grey = new float[2 * width * height];
    Arrays.fill(grey, 0, width * height, (float) GAIN);
    MissingNoise missing = noise.missing(grey, width, height).orElseThrow();
    float[] added = new float[grey.length];
    missing.addTo(added, new NoiseField(8), 5);
    float[] expected = new float[grey.length];
    new NoiseField(8).fill(expected, 0, 5, 1 << 29, 2, height, width);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= missing.deviations().get(i / (width * height))[i % (width * height)];
    }
    assertThat(added).isEqualTo(expected);
    assertThat(missing.deviations().get(0)[0]).isLessThan(missing.deviations().get(1)[0]);
  }

  @Test
  void manyPhotonsAreLeftAlone() {
    float[] grey = photons(60);
    float[] model = model(grey);
    add(model, grey);
    assertThat(model).isEqualTo(model(grey));
  }
}
