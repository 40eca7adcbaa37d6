package io.github.diffusionj.engine.session;

import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.classifier.NoisyClassifier;
import io.github.diffusionj.engine.classifier.OwnClassifier;
import io.github.diffusionj.engine.network.Network;
import io.github.diffusionj.engine.network.OneClass;
import io.github.diffusionj.engine.network.Trial;
import io.github.diffusionj.engine.sampling.Estimator;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SamplingLoop;
import io.github.diffusionj.engine.shared.SharedCalls;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.util.Optional;

/** A model that is ready to sample: its configuration, its schedule and its network on a device. */
public final class DiffusionModel implements AutoCloseable {

  private final ModelFolder folder;
  private final NoiseSchedule schedule;
  private final Network network;
  private final OwnClassifier classifier;

  private DiffusionModel(
      ModelFolder folder, NoiseSchedule schedule, Network network, OwnClassifier classifier) {
    this.folder = folder;
    this.schedule = schedule;
    this.network = network;
    this.classifier = classifier;
  }

  /**
   * Brings a model onto the device in force.
   *
   * @throws IOException with a sentence that names what is wrong with the model or the engine
   */
  public static DiffusionModel open(ModelFolder folder) throws IOException {
    checkSupported(folder);
    NoiseSchedule schedule = folder.scheduler().schedule();
    return new DiffusionModel(
        folder, schedule, Network.open(folder, Torch.get()), new OwnClassifier(folder));
  }

  private static void checkSupported(ModelFolder folder) throws IOException {
    int in = folder.network().inChannels();
    int out = folder.network().outChannels();
    if (out != in && !folder.network().learnsVariance()) {
      throw new IOException(
          "%s has out_channels %d, but they must be as many as in_channels, which is %d, or twice that where the variance was learned."
              .formatted(folder.path(), out, in));
    }
  }

  /**
   * The same model for one of several pieces of work whose network calls are made together; not to
   * be closed.
   */
  public DiffusionModel within(SharedCalls calls) {
    return new DiffusionModel(folder, schedule, network.within(calls), classifier);
  }

  /** The configuration. */
  public ModelFolder folder() {
    return folder;
  }

  /** The schedule that the model was trained with. */
  public NoiseSchedule schedule() {
    return schedule;
  }

  /**
   * Sampling with this model, and no class.
   *
   * @throws IllegalArgumentException as {@link #predictor()}
   */
  public SamplingLoop sampling() {
    return sampling(predictor());
  }

  /**
   * Sampling with something around this model's network.
   *
   * @param predictor puts out what the network does
   */
  public SamplingLoop sampling(Predictor predictor) {
    return new SamplingLoop(predictor, folder.scheduler().prediction(), network.manager());
  }

  /**
   * Single calls of something around this model's network on images.
   *
   * @param predictor puts out what the network does
   */
  public Estimator estimator(Predictor predictor) {
    return new Estimator(predictor, folder.scheduler().prediction(), network.manager());
  }

  /**
   * The network, asked for no class in particular if it has classes.
   *
   * @throws IllegalArgumentException if it has classes and was not trained without
   */
  public Predictor predictor() {
    if (folder.network().classes() == 0) {
      return network;
    }
    int none =
        folder
            .notes()
            .nullClass()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The model %s samples one of its classes only, so it needs a class, %s."
                            .formatted(
                                folder.name(),
                                folder.notes().allowedClasses(folder.network().classes()))));
    return new OneClass(network, none);
  }

  /** The network, for single calls. */
  public Network network() {
    return network;
  }

  /**
   * The classifier, which is opened when it is first asked for, and closed with this model.
   *
   * @return nothing if the model has none
   * @throws IOException with a sentence that names what is wrong with it
   */
  public Optional<NoisyClassifier> classifier() throws IOException {
    return classifier.get();
  }

  /**
   * Calls the network once on noise at t = T.
   *
   * @return the root mean square of what it puts out
   * @throws IOException if that is not finite
   */
  public double probe() throws IOException {
    Trial trial =
        Trial.of(folder.network())
            .orElseThrow(
                () ->
                    new IOException(
                        "The network of model %s takes images in multiples of %d pixels alone, but to be tried out it must take at most %d."
                            .formatted(
                                folder.name(), folder.network().sizeMultiple(), Trial.LARGEST)));
    try (NDManager scope = network.newManager()) {
      return Trial.magnitude(network.trial(trial.noise(scope), schedule.steps()))
          .orElseThrow(
              () ->
                  new IOException(
                      "The network of model %s puts out numbers that are not finite."
                          .formatted(folder.name())));
    }
  }

  @Override
  public void close() {
    classifier.close();
    network.close();
  }
}
