package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.weights.Safetensors;
import io.github.diffusionj.engine.model.weights.SafetensorsWriter;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import io.github.diffusionj.engine.model.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
  void weightsOutliveTheBufferThatTheyWereReadInto() throws Exception {
    Path file = temp.resolve("weights.safetensors");
    SafetensorsWriter.write(file, TensorType.F32, List.of(TENSOR), TinyModel::weights);
    try (NDManager manager = Torch.get().newManager()) {
      ByteBuffer kept;
      NDArray weights;
      try (Safetensors opened = Safetensors.open(file)) {
        kept = opened.bytes("a.weight");
        weights = Weights.copy(manager, kept, TENSOR, TensorType.F32);
      }
      float[] before = weights.toFloatArray();
      kept.duplicate().put(new byte[kept.capacity()]);
      Files.write(file, new byte[0]);
      assertThat(weights.toFloatArray()).isEqualTo(before);
      assertThat(before).contains(TinyModel.weights(TENSOR).getFloat(0));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TensorType.class,
      names = {"F16", "BF16"})
  void halfPrecisionIsWidened(TensorType type) throws Exception {
    // 1.5 is 0x3E00 as F16 and 0x3FC0 as BF16.
    short bits = (short) (type == TensorType.F16 ? 0x3E00 : 0x3FC0);
    TensorSpec one = TensorSpec.of("one", 1);
    Path file = temp.resolve("half.safetensors");
    SafetensorsWriter.write(file, type, List.of(one), tensor -> twoBytes(bits));
    try (NDManager manager = Torch.get().newManager();
        Safetensors opened = Safetensors.open(file)) {
      NDArray weight = Weights.load(opened, List.of(one), manager).get(0);
      assertThat(weight.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(weight.toFloatArray()).containsExactly(1.5f);
    }
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

  private static ByteBuffer twoBytes(short bits) {
    return ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(bits).flip();
  }
}
