package io.github.diffusionj.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.model.ModelFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinyModelTest {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void answersWithFiniteNumbersOfUsualSize(int channels) throws Exception {
    ModelFolder folder = TinyModel.create(temp.resolve("tiny"), channels);
    try (DiffusionModel model = DiffusionModel.open(folder);
        NDManager scope = model.network().newManager()) {
      NDArray x = scope.randomNormal(new Shape(2, channels, 12, 20));
      NDArray y = model.network().predict(x, 500);
      assertThat(y.getShape()).isEqualTo(x.getShape());
      assertThat(y.square().mean().getFloat()).isBetween(0.01f, 10f);
    }
  }
}
