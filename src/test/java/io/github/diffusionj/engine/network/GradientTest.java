package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.weights.Safetensors;
import io.github.diffusionj.engine.model.weights.TensorSpec;
import io.github.diffusionj.engine.torchscript.NetworkScript;
import io.github.diffusionj.engine.torchscript.UNetScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gradient that training takes against PyTorch's own: {@code
 * src/test/python/gradient_golden.py}. float32 differs by the order of roundings, bfloat16 by its 8
 * bits of precision.
 */
class GradientTest {

  private static final Path GOLDEN = Path.of("src/test/resources/training/gradient.safetensors");

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e-4", "BFLOAT16, 0.1"})
  void gradientAgreesWithPyTorch(Precision precision, double allowed) throws Exception {
    ModelFolder folder = ModelFolder.open(Path.of("src/test/resources/unet/mid-attention"));
    NetworkScript script = UNetScript.of(folder.unet());
    Torch torch = Torch.get();
    try (Safetensors golden = Safetensors.open(GOLDEN);
        Safetensors file = Safetensors.open(folder.weights());
        NDManager manager = torch.newManager();
        ScriptModule module = new ScriptModule(script, torch, manager)) {
      List<NDArray> weights = Weights.load(file, script.tensors(), manager);
      weights.forEach(w -> w.setRequiresGradient(true));
      module.setWeights(weights, Precision.FLOAT32);
      NDArray expectedLoss = read(golden, "loss", manager);
      try (GradientCollector gradients = torch.engine().newGradientCollector()) {
        NDArray x = read(golden, "x", manager);
        NDArray output =
            module.forwardWithGradient(new NDList(x, read(golden, "t", manager)), precision);
        NDArray loss = output.sub(read(golden, "target", manager)).square().mean();
        gradients.backward(loss);
        assertThat(Math.abs((double) loss.getFloat() / expectedLoss.getFloat() - 1))
            .isLessThan(allowed);
      }
      double total = totalNorm(golden, script.tensors(), manager);
      for (int i = 0; i < weights.size(); i++) {
        TensorSpec tensor = script.tensors().get(i);
        NDArray expected = read(golden, tensor.name(), manager);
        // The keys' biases have no gradient but roundings: what counts is small beside the whole.
        double scale = norm(expected) + total / 100;
        assertThat(norm(weights.get(i).getGradient().sub(expected)) / scale)
            .as(tensor.name())
            .isLessThan(allowed);
      }
    }
  }

  private static double totalNorm(Safetensors file, List<TensorSpec> tensors, NDManager manager)
      throws IOException {
    double squares = 0;
    for (TensorSpec tensor : tensors) {
      squares += Math.pow(norm(read(file, tensor.name(), manager)), 2);
    }
    return Math.sqrt(squares);
  }

  private static NDArray read(Safetensors file, String name, NDManager manager) throws IOException {
    return Weights.load(file, List.of(file.spec(name)), manager).get(0);
  }

  private static double norm(NDArray array) {
    return Math.sqrt(array.square().sum().getFloat());
  }
}
