package io.github.diffusionj.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.Torch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepNoiseTest {

  private static final SampleShape SHAPE = new SampleShape(2, 3, 4, 5);
  private static final NoiseField FIELD = new NoiseField(11);
  private static final List<Long> IMAGES = List.of(7L, 2L);

  private static float[] expected(int stream) {
    float[] values = new float[SHAPE.length()];
    for (int i = 0; i < SHAPE.images(); i++) {
      FIELD.fill(values, i * SHAPE.imageLength(), IMAGES.get(i), stream, 3, 4, 5);
    }
    return values;
  }

  @Test
  void itIsThatOfEachImageInTheNoiseField() throws IOException {
    StepNoise noise = new StepNoise(FIELD, IMAGES, SHAPE);
    try (NDManager manager = Torch.get().newManager()) {
      for (int stream : new int[] {3, 900}) {
        NDArray z = noise.of(stream, manager);
        assertThat(z.getShape()).isEqualTo(SHAPE.toShape());
        assertThat(z.toFloatArray()).isEqualTo(expected(stream));
      }
    }
  }
}
