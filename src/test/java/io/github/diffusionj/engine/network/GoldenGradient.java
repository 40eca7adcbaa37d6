package io.github.diffusionj.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A network of the tests and its gradient by PyTorch: src/test/python/gradient_golden.py. */
public final class GoldenGradient implements AutoCloseable {

  private final Safetensors golden;
  private final NDManager manager = Torch.get().newManager();
  private final List<TensorSpec> tensors;
  private final List<NDArray> weights;
  private final ScriptModule module;

  /** A network under src/test/resources/unet and a file under src/test/resources/training. */
  public GoldenGradient(String network, String file) throws IOException {
    golden = Safetensors.open(Path.of("src/test/resources/training", file + ".safetensors"));
    ModelFolder folder = ModelFolder.open(Path.of("src/test/resources/unet", network));
    NetworkScript script = folder.architecture().script();
    tensors = script.tensors();
    module = new ScriptModule(script, Torch.get(), manager);
    try (Safetensors source = Safetensors.open(folder.weights())) {
      weights = Weights.load(source, tensors, manager);
    }
    weights.forEach(w -> w.setRequiresGradient(true));
    module.setWeights(weights, Precision.FLOAT32);
  }

  /** The manager of what is read. */
  public NDManager manager() {
    return manager;
  }

  /** Whether there is an array of a name. */
  public boolean has(String name) {
    return golden.has(name);
  }

  /** An array of the file. */
  public NDArray read(String name) throws IOException {
    return Weights.load(golden, List.of(golden.spec(name)), manager).get(0);
  }

  /** An array of whole numbers. */
  public NDArray whole(String name) throws IOException {
    return read(name).toType(DataType.INT64, true);
  }

  /**
   * Checks the losses and the gradient of their mean.
   *
   * @param losses of what the network puts out
   * @param allowed the relative error
   */
  public void check(
      NDList inputs, Precision precision, Function<NDArray, NDArray> losses, double allowed)
      throws IOException {
    float[] expectedLosses = read("loss").toFloatArray();
    try (GradientCollector gradients = Torch.get().engine().newGradientCollector()) {
      NDArray values = losses.apply(module.forwardWithGradient(inputs, precision));
      gradients.backward(values.mean());
      float[] actual = values.toFloatArray();
      assertThat(actual).hasSameSizeAs(expectedLosses);
      for (int i = 0; i < actual.length; i++) {
        assertThat(Math.abs((double) actual[i] / expectedLosses[i] - 1))
            .as("loss " + i)
            .isLessThan(allowed);
      }
    }
    double total = totalNorm();
    for (int i = 0; i < tensors.size(); i++) {
      String name = tensors.get(i).name();
      if (golden.has(name)) {
        NDArray expected = read(name);
        // The keys' biases have no gradient but roundings: what counts is small beside the whole.
        double scale = norm(expected) + total / 100;
        assertThat(norm(weights.get(i).getGradient().sub(expected)) / scale)
            .as(name)
            .isLessThan(allowed);
      }
    }
  }

  private double totalNorm() throws IOException {
    double squares = 0;
    for (TensorSpec tensor : tensors) {
      if (golden.has(tensor.name())) {
        squares += Math.pow(norm(read(tensor.name())), 2);
      }
    }
    return Math.sqrt(squares);
  }

  private static double norm(NDArray array) {
    return Math.sqrt(array.square().sum().getFloat());
  }

  @Override
  public void close() throws IOException {
    module.close();
    manager.close();
    golden.close();
  }
}
