package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.diffusionj.engine.Precision;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gradient that training takes against PyTorch's own. float32 differs by the order of
 * roundings, bfloat16 by its 8 bits of precision.
 */
class GradientTest {

  @ParameterizedTest
  @CsvSource({
    "mid-attention, gradient, FLOAT32, 1e-4",
    "mid-attention, gradient, BFLOAT16, 0.1",
    "classes, class-gradient, FLOAT32, 1e-4",
    "classes, class-gradient, BFLOAT16, 0.1"
  })
  void gradientAgreesWithPyTorch(String network, String file, Precision precision, double allowed)
      throws IOException {
    try (GoldenGradient golden = new GoldenGradient(network, file)) {
      NDList inputs = new NDList(golden.read("x"), golden.read("t"));
      if (golden.has("y")) {
        inputs.add(golden.whole("y"));
      }
      NDArray target = golden.read("target");
      golden.check(inputs, precision, output -> meanSquare(output, target), allowed);
    }
  }

  private static NDArray meanSquare(NDArray output, NDArray target) {
    return output.sub(target).square().mean().reshape(1);
  }
}
