package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.NetworkConfig;
import io.github.diffusionj.engine.model.TimeInput;
import io.github.diffusionj.engine.model.TorchScriptConfig;
import io.github.diffusionj.engine.model.weights.TensorStore;
import io.github.diffusionj.engine.torchscript.NetworkScript;
import io.github.diffusionj.engine.torchscript.UNetScript;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A model's network with its weights on the device: the function of (x_t, t) that was trained. What
 * it puts out is the model's own prediction, be it ε, x_0 or v.
 */
public final class Network implements Predictor, AutoCloseable {

  private static final int[] NO_CLASSES = {};

  private final NetworkConfig config;
  private final NDManager manager;
  private final NetworkModule module;
  private final DoubleUnaryOperator time;

  private Network(ModelFolder folder, NDManager manager, NetworkModule module) {
    this.config = folder.network();
    this.manager = manager;
    this.module = module;
    TimeInput input = config instanceof TorchScriptConfig script ? script.time() : TimeInput.INDEX;
    NoiseSchedule schedule = folder.scheduler().schedule();
    this.time = t -> input.of(t, schedule);
  }

  /**
   * Brings a model onto the device in force.
   *
   * @throws IOException with a sentence that names what is wrong with the weights or the engine
   */
  public static Network open(ModelFolder folder, Torch torch) throws IOException {
    NDManager manager = torch.newManager();
    try {
      return new Network(folder, manager, module(folder, torch, manager));
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static NetworkModule module(ModelFolder folder, Torch torch, NDManager manager)
      throws IOException {
    if (folder.network() instanceof TorchScriptConfig config) {
      return TorchScriptModule.open(folder.weights(), config, torch, manager);
    }
    NetworkScript script = UNetScript.of(folder.unet());
    try (TensorStore file = folder.weightFiles().open()) {
      List<NDArray> weights = Weights.load(file, script.tensors(), manager);
      ScriptModule module = new ScriptModule(script, torch, manager);
      module.setWeights(weights, torch.precision());
      return module;
    }
  }

  /**
   * One call of a network without classes.
   *
   * @param x float32, shape (N, C, H, W)
   * @param t the person's t of all N images; the network gets t − 1, or what its file says
   * @return float32, shape (N, C', H, W), owned by the manager of x
   */
  @Override
  public NDArray predict(NDArray x, double t) {
    return predict(x, t, NO_CLASSES);
  }

  /**
   * One network call.
   *
   * @param x float32, shape (N, C, H, W)
   * @param t the person's t of all N images
   * @param classes of each of the N images, from 0 to below the number of classes; empty for a
   *     network without classes
   * @return float32, shape (N, C', H, W), owned by the manager of x
   * @throws IllegalArgumentException if the classes don't fit the network
   */
  public NDArray predict(NDArray x, double t, int[] classes) {
    int images = (int) x.getShape().get(0);
    checkClasses(classes, images);
    NDManager scope = x.getManager();
    float[] times = new float[images];
    Arrays.fill(times, (float) time.applyAsDouble(t));
    if (config.classes() == 0) {
      return module.forward(x, scope.create(times));
    }
    long[] y = Arrays.stream(classes).asLongStream().toArray();
    return module.forward(x, scope.create(times), scope.create(y));
  }

  private void checkClasses(int[] classes, int images) {
    int wanted = config.classes() == 0 ? 0 : images;
    if (classes.length != wanted) {
      throw new IllegalArgumentException(
          "The network with %d classes takes %d class numbers for %d images, but got %d."
              .formatted(config.classes(), wanted, images, classes.length));
    }
    for (int c : classes) {
      if (c < 0 || c >= config.classes()) {
        throw new IllegalArgumentException(
            "A class must be between 0 and %d, but is %d.".formatted(config.classes() - 1, c));
      }
    }
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
