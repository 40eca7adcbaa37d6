package io.github.diffusionj.model.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.model.script.Activation;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.ClassEmbedding;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.model.unet.part.Middle;
import io.github.diffusionj.model.unet.part.Normalisation;
import io.github.diffusionj.model.unet.part.Resampling;
import io.github.diffusionj.model.unet.part.SampleSize;
import io.github.diffusionj.model.unet.part.TimeEmbedding;
import io.github.diffusionj.model.weights.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class UNetScriptTest {

  /**
   * The configuration of google/ddpm-cifar10-32, whose weights are as many as its authors state.
   */
  private static final UNetConfig CIFAR10 =
      new UNetConfig(
          SampleSize.square(32),
          3,
          3,
          false,
          new Levels(
              List.of(BlockType.DOWN, BlockType.ATTENTION_DOWN, BlockType.DOWN, BlockType.DOWN),
              List.of(BlockType.UP, BlockType.UP, BlockType.ATTENTION_UP, BlockType.UP),
              List.of(128, 256, 256, 256),
              2),
          Middle.DEFAULT,
          new Resampling(0, Resampling.Layer.CONV, Resampling.Layer.CONV),
          new TimeEmbedding(TimeEmbedding.Kind.POSITIONAL, 0, false, 1, 0),
          ClassEmbedding.NONE,
          0,
          new Normalisation(32, 1e-6, false),
          Activation.SILU,
          0.1);

  @Test
  void cifar10NetworkHasAsManyWeightsAsInDiffusers() {
    long weights = CIFAR10.script().tensors().stream().mapToLong(TensorSpec::size).sum();
    assertThat(weights).isEqualTo(35_746_307);
  }

  @Test
  void noTensorIsNamedTwice() {
    assertThat(CIFAR10.script().tensors().stream().map(TensorSpec::name)).doesNotHaveDuplicates();
  }
}
