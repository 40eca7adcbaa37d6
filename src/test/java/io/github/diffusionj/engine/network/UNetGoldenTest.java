package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks that Java writes against diffusers' UNet2DModel with the same weights. The files come
 * from src/test/python/unet_golden.py (diffusers 0.42.1, PyTorch 2.7.1). Both sides compute in
 * float32, so what differs is the order of a few roundings: 10⁻⁵ of the largest output is allowed.
 */
class UNetGoldenTest {

  static List<String> names() throws IOException {
    return GoldenNetworks.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void networkAgreesWithDiffusers(String name) throws Exception {
    assertThat(GoldenNetworks.relativeDifference(name, false)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("names")
  void formThatRunsOnAnyDeviceAgreesToo(String name) throws Exception {
    assertThat(GoldenNetworks.relativeDifference(name, true)).isLessThan(1e-5);
  }

  /** The packed form has copies of its own; the plain one uses the weights where they lie. */
  @Test
  void networkOnACpuIsPackedAndKeepsNoWeightsBeside() throws Exception {
    try (Network packed = GoldenNetworks.open("plain", false);
        Network plain = GoldenNetworks.open("plain", true)) {
      assertThat(packed.managedArrays()).isZero();
      assertThat(plain.managedArrays()).isPositive();
    }
  }

  /** PyTorch's own normalisation with the channels last is off by 1e-4 at this size. */
  @Test
  void bothFormsAgreeOnALargeImage() throws Exception {
    try (Network packed = GoldenNetworks.open("plain", false);
        Network plain = GoldenNetworks.open("plain", true)) {
      float[] expected = predictLarge(plain);
      float[] actual = predictLarge(packed);
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
      }
      assertThat(largest).isLessThan(1e-5);
    }
  }

  private static float[] predictLarge(Network network) {
    float[] values = new float[1 * 256 * 256];
    new NoiseField(1).fill(values, 0, 0, 0, 1, 256, 256);
    try (NDManager scope = network.newManager()) {
      NDArray x = scope.create(values, new Shape(1, 1, 256, 256));
      return network.predict(x, 500).toFloatArray();
    }
  }

  /** 8 bits of precision, so about 1 % after the network's twenty layers. */
  @ParameterizedTest
  @ValueSource(strings = {"mid-attention", "attention-blocks", "k-attention", "classes"})
  void networkAgreesRoughlyInBfloat16(String name) throws Exception {
    Torch.use(new EngineSettings("auto", 0, Precision.BFLOAT16));
    try {
      assertThat(GoldenNetworks.relativeDifference(name, false)).isBetween(1e-4, 3e-2);
    } finally {
      Torch.use(EngineSettings.DEFAULT);
    }
  }
}
