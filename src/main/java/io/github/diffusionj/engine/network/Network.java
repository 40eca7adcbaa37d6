package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.shared.SharedCalls;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.network.NetworkConfig;
import java.io.IOException;

/**
 * A model's network with its weights on the device: the function of (x_t, t) that was trained. What
 * it puts out is the model's own prediction, be it ε, x_0 or v.
 */
public final class Network implements Predictor, AutoCloseable {

  private static final int[] NO_CLASSES = {};

  private final NetworkConfig config;
  private final NetworkInputs inputs;
  private final NDManager manager;
  private final NetworkModule module;
  private final SharedCalls.ForwardPass sharedForm;

  Network(ModelFolder folder, NDManager manager, NetworkModule module) {
    this(folder.network(), new NetworkInputs(folder), manager, module);
  }

  private Network(
      NetworkConfig config, NetworkInputs inputs, NDManager manager, NetworkModule module) {
    this.config = config;
    this.inputs = inputs;
    this.manager = manager;
    this.module = module;
    this.sharedForm = SharedModule.of(module);
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
    return folder.network().architecture().isPresent()
        ? ScriptLoader.open(folder, torch, manager)
        : TorchScriptModule.open(folder, torch, manager);
  }

  /**
   * A network of a script whose weights the caller has, such as one in training.
   *
   * @param module closed with the network
   * @param manager above the network's own
   */
  public static Network around(ModelFolder folder, ScriptModule module, NDManager manager) {
    return new Network(folder, manager.newSubManager(), module);
  }

  /** The same network for one of several pieces of work; not to be closed. */
  public Network within(SharedCalls calls) {
    return new Network(config, inputs, manager, new SharedModule(calls, sharedForm));
  }

  /**
   * One call of a network without classes.
   *
   * @param x float32, shape (N, C, H, W)
   * @param t the person's t of all N images; the network gets t − 1, or what its file says
   * @return float32, shape (N, C', H, W), owned by the manager of x
   * @throws IllegalArgumentException if the network is class-conditional or does not know that t
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
   * @throws IllegalArgumentException if the classes don't fit the network, or it does not know t
   */
  public NDArray predict(NDArray x, double t, int[] classes) {
    inputs.checkClasses(classes, (int) x.getShape().get(0));
    return inputs.hasClasses()
        ? module.forward(x, inputs.time(x, t), inputs.classes(x, classes))
        : module.forward(x, inputs.time(x, t));
  }

  /**
   * One call of a network that takes vectors in place of classes ({@code class_embed_type}
   * identity).
   *
   * @param x float32, shape (N, C, H, W)
   * @param t the person's t of all N images
   * @param vectors float32, shape (N, channels of the time embedding)
   * @return float32, shape (N, C', H, W), owned by the manager of x
   * @throws IllegalArgumentException if the network takes no such vectors, or does not know t
   */
  public NDArray predict(NDArray x, double t, NDArray vectors) {
    inputs.checkVectors(x, vectors);
    return module.forward(x, inputs.time(x, t), vectors);
  }

  /** One call with class 0, or a vector of zeros, if the network needs any: to see that it runs. */
  public NDArray trial(NDArray x, double t) {
    return inputs.trial(module, x, t);
  }

  /**
   * Whether the network puts out twice the channels that it takes: the prediction, and then where
   * the variance lies between its bounds (Nichol and Dhariwal 2021).
   */
  public boolean learnedVariance() {
    return config.learnsVariance();
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
  public int managedArrays() {
    return manager.getManagedArrays().size();
  }

  /** Holds the weights; closed with this network. */
  public NDManager manager() {
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
