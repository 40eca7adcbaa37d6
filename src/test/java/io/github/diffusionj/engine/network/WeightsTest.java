package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsTest {

  private static final TensorSpec TENSOR = TensorSpec.of("a.weight", 16, 1024);

  @TempDir Path temp;

  @Test
  void weightsAreThoseOfTheFileAndOutliveIt() throws Exception {
    Path file = temp.resolve("weights.safetensors");
    SafetensorsWriter.write(file, TensorType.F32, List.of(TENSOR), TinyModel::weights);
    try (NDManager manager = Torch.get().newManager()) {
      NDArray weights;
      try (Safetensors opened = Safetensors.open(file)) {
        weights = Weights.load(opened, List.of(TENSOR), manager).get(0);
      }
      Files.write(file, new byte[0]);
      assertThat(weights.getManager()).isSameAs(manager);
      assertThat(weights.getShape().getShape()).containsExactly(16, 1024);
      FloatBuffer expected = TinyModel.weights(TENSOR).asFloatBuffer();
      assertThat(FloatBuffer.wrap(weights.toFloatArray())).isEqualTo(expected);
    }
  }

  /** All bit patterns in one tensor, longer than what is widened at a time, and one on its own. */
  @ParameterizedTest
  @EnumSource(
      value = TensorType.class,
      names = {"F16", "BF16"})
  void everyHalfIsWidenedExactly(TensorType type) throws Exception {
    List<TensorSpec> tensors = List.of(TensorSpec.of("one", 1), TensorSpec.of("all", 256, 256));
    Path file = temp.resolve("half.safetensors");
    SafetensorsWriter.write(file, type, tensors, WeightsTest::counting);
    try (NDManager manager = Torch.get().newManager();
        Safetensors opened = Safetensors.open(file)) {
      List<NDArray> weights = Weights.load(opened, tensors, manager);
      assertThat(weights.get(0).toFloatArray()).containsExactly(0);
      assertThat(weights.get(1).getDataType()).isEqualTo(DataType.FLOAT32);
      float[] values = weights.get(1).toFloatArray();
      assertThat(values).hasSize(1 << Short.SIZE);
      for (int bits = 0; bits < values.length; bits++) {
        float expected = type == TensorType.F16 ? half(bits) : Float.intBitsToFloat(bits << 16);
        assertThat(values[bits]).as("%x", bits).isEqualTo(Float.valueOf(expected));
      }
    }
  }

  /** IEEE 754: 5 bits of exponent with bias 15, 10 bits of fraction. */
  private static float half(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (1024 + fraction) * Math.scalb(1.0, exponent - 25);
        };
    return (float) (bits >> 15 == 0 ? size : -size);
  }

  @Test
  void tensorThatIsMissingIsNamed() throws Exception {
    assertRefused(
        TensorSpec.of("b.weight", 16, 1024),
        " has no tensor b.weight, which the network of config.json needs.");
  }

  @Test
  void tensorOfAnotherShapeIsNamedWithBothShapes() throws Exception {
    assertRefused(
        TensorSpec.of("a.weight", 1024, 16),
        " has tensor a.weight with shape [16, 1024], but the network of config.json needs"
            + " [1024, 16].");
  }

  private void assertRefused(TensorSpec wanted, String sentence) throws Exception {
    Path path = temp.resolve("weights.safetensors");
    SafetensorsWriter.write(path, TensorType.F32, List.of(TENSOR), TinyModel::weights);
    try (Safetensors file = Safetensors.open(path);
        NDManager manager = Torch.get().newManager()) {
      assertThatThrownBy(() -> Weights.load(file, List.of(wanted), manager))
          .isInstanceOf(IOException.class)
          .hasMessage(path + sentence);
    }
  }

  private static ByteBuffer counting(TensorSpec tensor) {
    int count = Math.toIntExact(tensor.size());
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putShort((short) i);
    }
    return bytes.flip();
  }
}
