package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.UNetConfig;
import io.github.diffusionj.engine.model.weights.Safetensors;
import io.github.diffusionj.engine.torchscript.NetworkScript;
import io.github.diffusionj.engine.torchscript.UNetScript;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A model's network with its weights on the device: the function of (x_t, t) that was trained. What
 * it puts out is the model's own prediction, be it ε, x_0 or v.
 */
public final class Network implements Predictor, AutoCloseable {

  private final UNetConfig config;
  private final NDManager manager;
  private final ScriptModule module;

  private Network(UNetConfig config, NDManager manager, ScriptModule module) {
    this.config = config;
    this.manager = manager;
    this.module = module;
  }

  /**
   * Brings a model onto the device in force.
   *
   * @throws IOException with a sentence that names what is wrong with the weights or the engine
   */
  public static Network open(ModelFolder folder, Torch torch) throws IOException {
    NetworkScript script = UNetScript.of(folder.unet());
    NDManager manager = torch.newManager();
    try (Safetensors file = Safetensors.open(folder.weights())) {
      List<NDArray> weights = Weights.load(file, script.tensors(), manager);
      ScriptModule module = new ScriptModule(script, torch, manager);
      module.setWeights(weights, torch.precision());
      return new Network(folder.unet(), manager, module);
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * One network call.
   *
   * @param x float32, shape (N, C, H, W)
   * @param t the person's t of all N images; the network gets t − 1
   * @return float32, shape (N, C', H, W), owned by the manager of x
   */
  @Override
  public NDArray predict(NDArray x, double t) {
    NDManager scope = x.getManager();
    float[] index = new float[(int) x.getShape().get(0)];
    Arrays.fill(index, (float) (t - 1));
    return module.forward(x, scope.create(index));
  }

  /**
   * Refuses images that the network can't take.
   *
   * @throws IllegalArgumentException naming what the network takes
   */
  @Override
  public void checkTakes(SampleShape shape) {
    if (shape.channels() != config.inChannels()) {
      throw new IllegalArgumentException(
          "The network takes images of %d channels, but these have %d."
              .formatted(config.inChannels(), shape.channels()));
    }
    int multiple = config.sizeMultiple();
    if (shape.width() % multiple != 0 || shape.height() % multiple != 0) {
      throw new IllegalArgumentException(
          "The network takes widths and heights that are multiples of %d, but these are %d × %d."
              .formatted(multiple, shape.width(), shape.height()));
    }
  }

  /** Native arrays that are held: the weights and what runs with this network have at hand. */
  int managedArrays() {
    return manager.getManagedArrays().size();
  }

  /** Holds the weights; closed with this network. */
  NDManager manager() {
    return manager;
  }

  /** A manager of native memory on the network's device; the caller closes it. */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
