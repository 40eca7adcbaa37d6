package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The weights of two models. */
final class SavedWeights {

  private SavedWeights() {}

  /** Checks that they are alike but for roundings. */
  static void assertClose(Path model, Path expected) throws IOException {
    try (Safetensors a = Safetensors.open(ModelFolder.open(model).weights());
        Safetensors b = Safetensors.open(ModelFolder.open(expected).weights())) {
      assertThat(a.tensors()).isEqualTo(b.tensors());
      for (TensorSpec tensor : b.tensors()) {
        assertThat(values(a, tensor))
            .as(tensor.name())
            .containsExactly(values(b, tensor), within(1e-3f));
      }
    }
  }

  private static float[] values(Safetensors file, TensorSpec tensor) throws IOException {
    float[] values = new float[Math.toIntExact(tensor.size())];
    file.bytes(tensor.name()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
