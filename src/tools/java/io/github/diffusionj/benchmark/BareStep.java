package io.github.diffusionj.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.ScriptModule;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.unet.UNetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Forward, loss and backward of a network on one batch, and nothing else. */
final class BareStep implements AutoCloseable {

  private final NDManager manager = Torch.get().newManager();
  private final ScriptModule module;
  private final List<NDArray> weights;
  private final NDArray images;
  private final NDArray times;
  private final Precision precision;

  BareStep(UNetConfig network, int batch, int size, Precision precision) throws IOException {
    this.precision = precision;
    NetworkScript script = network.script();
    module = new ScriptModule(script, Torch.get(), manager);
    weights =
        script.tensors().stream()
            .map(
                tensor ->
                    manager.create(
                        TinyModel.weights(tensor).asFloatBuffer(),
                        new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray())))
            .toList();
    weights.forEach(weight -> weight.setRequiresGradient(true));
    module.setWeights(weights, Precision.FLOAT32);
    float[] values = new float[batch * size * size];
    new NoiseField(1).fill(values, 0, 0, 0, batch, size, size);
    images = manager.create(values, new Shape(batch, 1, size, size));
    times = manager.ones(new Shape(batch)).mul(500);
  }

  void run() {
    try (NDManager scope = manager.newSubManager();
        GradientCollector gradients = Torch.get().engine().newGradientCollector()) {
      NDList inputs = new NDList(images.mul(1), times.mul(1));
      inputs.attach(scope);
      NDArray output = module.forwardWithGradient(inputs, precision);
      NDArray loss = output.sub(inputs.head()).square().mean();
      gradients.backward(loss);
      loss.getFloat();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    weights.forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
