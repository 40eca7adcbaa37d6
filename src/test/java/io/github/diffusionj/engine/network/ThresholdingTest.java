package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.CleanEstimator;
import io.github.diffusionj.engine.sampling.Predictor;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is done to x̂_0, by a network that puts out x̂_0 itself. */
class ThresholdingTest {

  private static NDManager manager;

  @BeforeAll
  static void open() throws IOException {
    manager = Torch.get().newManager();
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  private static float[] estimate(Clipping clipping, int images, float... x0) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray output = scope.create(x0, new Shape(images, 1, 1, x0.length / images));
      Predictor answer = (x, t) -> output;
      return new CleanEstimator(answer, Prediction.SAMPLE, clipping)
          .of(output.zerosLike(), 10, 0.5)
          .x0()
          .toFloatArray();
    }
  }

  @Test
  void dynamicThresholdingDividesByTheQuantileOfTheMagnitudes() {
    // Magnitudes 0, 1, 2, 3, 4: the quantile 0.875 is at place 3.5, halfway from 3 to 4.
    assertThat(estimate(new Clipping.Dynamic(0.875, 10), 1, 0, -1, 2, -3, 4))
        .containsExactly(new float[] {0, -1 / 3.5f, 2 / 3.5f, -3 / 3.5f, 1}, within(1e-6f));
  }

  @Test
  void itsBoundIsAtLeastOneAndAtMostTheGreatestThatIsAllowed() {
    assertThat(estimate(new Clipping.Dynamic(1, 10), 1, 0.1f, -0.5f, 0.7f, 0.2f))
        .containsExactly(0.1f, -0.5f, 0.7f, 0.2f);
    assertThat(estimate(new Clipping.Dynamic(1, 2), 1, 0, -1, 2, -8))
        .containsExactly(0, -0.5f, 1, -1);
  }

  @Test
  void eachImageHasABoundOfItsOwn() {
    assertThat(estimate(new Clipping.Dynamic(1, 100), 2, 1, 4, 10, -20))
        .containsExactly(new float[] {0.25f, 1, 0.5f, -1}, within(1e-6f));
  }

  @Test
  void aFixedBoundCutsOffAndNoneLeavesAllAsItIs() {
    assertThat(estimate(new Clipping.Fixed(1.5), 1, 0.5f, -4, 1.6f))
        .containsExactly(0.5f, -1.5f, 1.5f);
    assertThat(estimate(Clipping.NONE, 1, 0.5f, -4, 1.6f)).containsExactly(0.5f, -4, 1.6f);
  }
}
