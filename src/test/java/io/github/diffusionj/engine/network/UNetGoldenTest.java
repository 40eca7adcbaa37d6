package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.weights.Safetensors;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that Java writes against diffusers' UNet2DModel with the same weights. The files come
 * from src/test/python/unet_golden.py (diffusers 0.42.1, PyTorch 2.7.1). Both sides compute in
 * float32 with the same kernels, so what differs is the order of a few roundings: 10⁻⁵ of the
 * largest output is allowed.
 */
class UNetGoldenTest {

  private static final Path ROOT = Path.of("src/test/resources/unet");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "mid-attention",
        "attention-blocks",
        "ddpm-style",
        "scale-shift",
        "scale-shift-plain-attention",
        "leftover-channels"
      })
  void networkAgreesWithDiffusers(String name) throws Exception {
    ModelFolder folder = ModelFolder.open(ROOT.resolve(name));
    try (Safetensors golden = Safetensors.open(ROOT.resolve(name).resolve("golden.safetensors"));
        Network network = Network.open(folder, Torch.get());
        NDManager scope = network.newManager()) {
      NDArray x = array(golden, "x", scope);
      for (int index : new int[] {0, 250, 999}) {
        float[] expected = array(golden, "y" + index, scope).toFloatArray();
        float[] actual = network.predict(x, index + 1).toFloatArray();
        assertThat(relativeDifference(actual, expected)).isLessThan(1e-5);
      }
    }
  }

  /** 8 bits of precision, so about 1 % after the network's twenty layers. */
  @ParameterizedTest
  @ValueSource(strings = {"mid-attention", "attention-blocks"})
  void networkAgreesRoughlyInBfloat16(String name) throws Exception {
    ModelFolder folder = ModelFolder.open(ROOT.resolve(name));
    Torch.use(new EngineSettings("auto", 0, Precision.BFLOAT16));
    try (Safetensors golden = Safetensors.open(ROOT.resolve(name).resolve("golden.safetensors"));
        Network network = Network.open(folder, Torch.get());
        NDManager scope = network.newManager()) {
      float[] expected = array(golden, "y250", scope).toFloatArray();
      float[] actual = network.predict(array(golden, "x", scope), 251).toFloatArray();
      assertThat(relativeDifference(actual, expected)).isBetween(1e-4, 3e-2);
    } finally {
      Torch.use(EngineSettings.DEFAULT);
    }
  }

  private static NDArray array(Safetensors file, String name, NDManager scope) throws Exception {
    Shape shape = new Shape(file.spec(name).shape().stream().mapToLong(Long::longValue).toArray());
    return scope.create(file.bytes(name), shape, ai.djl.ndarray.types.DataType.FLOAT32).duplicate();
  }

  private static double relativeDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    return difference / largest;
  }
}
