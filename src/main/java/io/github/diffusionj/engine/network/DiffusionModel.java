package io.github.diffusionj.engine.network;

import io.github.diffusionj.diffusion.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import java.io.IOException;

/** A model that is ready to sample: its configuration, its schedule and its network on a device. */
public final class DiffusionModel implements AutoCloseable {

  private final ModelFolder folder;
  private final NoiseSchedule schedule;
  private final Network network;

  private DiffusionModel(ModelFolder folder, NoiseSchedule schedule, Network network) {
    this.folder = folder;
    this.schedule = schedule;
    this.network = network;
  }

  /**
   * Brings a model onto the device in force.
   *
   * @throws IOException with a sentence that names what is wrong with the model or the engine
   */
  public static DiffusionModel open(ModelFolder folder) throws IOException {
    NoiseSchedule schedule = folder.scheduler().schedule();
    return new DiffusionModel(folder, schedule, Network.open(folder, Torch.get()));
  }

  /** The configuration. */
  public ModelFolder folder() {
    return folder;
  }

  /** The schedule that the model was trained with. */
  public NoiseSchedule schedule() {
    return schedule;
  }

  /** Sampling with this model. */
  public SamplingLoop sampling() {
    return new SamplingLoop(network, schedule, folder.scheduler().prediction());
  }

  /** The network, for single calls. */
  public Network network() {
    return network;
  }

  @Override
  public void close() {
    network.close();
  }
}
