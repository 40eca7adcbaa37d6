package io.github.diffusionj.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.ScriptModule;
import io.github.diffusionj.engine.training.plan.LossHistory;
import io.github.diffusionj.engine.training.plan.Pace;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.AverageSampler;
import io.github.diffusionj.engine.training.trainee.Batch;
import io.github.diffusionj.engine.training.trainee.Trainee;
import io.github.diffusionj.engine.training.trainee.TrainingData;
import io.github.diffusionj.engine.training.weights.Adam;
import io.github.diffusionj.engine.training.weights.RunningAverage;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Trains a network on x_t = √ᾱ_t·x_0 + √(1−ᾱ_t)·ε with t uniform in 1…T (Ho et al. 2020, algorithm
 * 1) by Adam, and keeps the running average of the weights: the network of a diffusion model, which
 * gets the classes if it has any, or a classifier, which has to tell them.
 */
public final class Trainer implements AutoCloseable {

  /** Steps that are tried to tell how long one takes; fewer once this time is over. */
  private static final int FEWEST_TRIALS = 3;

  private static final int MOST_TRIALS = 12;
  private static final double TRIAL_SECONDS = 5;
  private static final double SECOND = 1e9;

  private final Trainee trainee;
  private final TrainingSettings settings;
  private final BatchMaker batches;
  private final Torch torch;
  private final NDManager manager;
  private final ScriptModule module;
  private final TrainingState state;
  private final RunningAverage average;
  private final Adam adam;

  /**
   * Loads the network, ready for its next step.
   *
   * @param checkpoint a file that {@link #checkpoint} wrote, to go on from there; empty to start
   *     with the trainee's first weights
   * @throws IOException if the engine refuses the network, or what it starts from doesn't fit
   * @throws IllegalArgumentException if the data don't fit the architecture
   */
  public Trainer(Trainee trainee, Optional<Path> checkpoint, TrainingData data, Torch torch)
      throws IOException {
    trainee.check(data);
    this.trainee = trainee;
    this.settings = trainee.settings();
    this.torch = torch;
    this.batches = new BatchMaker(settings, data, trainee.schedule());
    NetworkScript script = trainee.script();
    this.manager = torch.newManager(settings.device());
    try {
      this.state = state(checkpoint, script.tensors());
      this.module = new ScriptModule(script, torch, manager);
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
    // Taken before the weights have gradients: these see every update, but never a graph.
    List<NDArray> values = state.weights().stream().map(NDArray::stopGradient).toList();
    this.average = new RunningAverage(values, state.averages());
    this.adam =
        new Adam(
            state.weights(),
            state.means(),
            state.variances(),
            settings.optimiser().gradientClip(),
            state.history().steps());
    state.weights().forEach(w -> w.setRequiresGradient(true));
    module.setWeights(state.weights(), Precision.FLOAT32);
  }

  private TrainingState state(Optional<Path> checkpoint, List<TensorSpec> tensors)
      throws IOException {
    return checkpoint.isPresent()
        ? TrainingState.read(checkpoint.get(), tensors, manager)
        : TrainingState.start(tensors, trainee.firstWeights(manager));
  }

  /** Told the loss of each step. */
  @FunctionalInterface
  public interface LossListener {
    void step(int step, double loss) throws IOException;
  }

  /**
   * Runs the steps that are left, until done or cancelled; what was learned so far stays.
   *
   * @throws IOException if the loss is no longer a number, or the listener can't write
   */
  public void run(LossListener listener, Progress progress) throws IOException {
    Pace pace = new Pace(step(), settings);
    while (step() < settings.steps() && !progress.cancelled()) {
      double loss = trainStep();
      listener.step(step(), loss);
      progress.report((double) step() / settings.steps(), pace.text(step(), loss));
    }
  }

  private int step() {
    return state.history().steps();
  }

  private double trainStep() throws IOException {
    int step = step();
    try (NDManager scope = manager.newSubManager()) {
      Batch batch = batches.make(step, scope);
      float[] losses = backward(batch);
      checkFinite(losses);
      adam.step(settings.learningRate(step));
      average.update(settings.optimiser().averaging(step));
      state.history().add(losses, batch.times(), trainee.schedule().steps());
      return state.history().loss(step);
    }
  }

  private void checkFinite(float[] losses) throws IOException {
    for (float loss : losses) {
      if (!Float.isFinite(loss)) {
        throw new IOException(
            "The loss is no longer a number at step %d; use a lower lr.".formatted(step() + 1));
      }
    }
  }

  /** Leaves the gradient of the batch's mean loss in the weights; gives each image's loss. */
  private float[] backward(Batch batch) {
    try (GradientCollector gradients = torch.engine().newGradientCollector()) {
      NDArray output = module.forwardWithGradient(trainee.inputs(batch), settings.precision());
      NDArray losses = trainee.losses(batch, output);
      gradients.backward(losses.mean());
      return losses.toFloatArray();
    }
  }

  /**
   * Generates images with the averaged weights, one class after the other where there are classes.
   *
   * @return n·C·size·size values in model space, the same at each call but for what was learned;
   *     nothing if the network generates no images
   * @throws IOException if the engine refuses the network
   */
  public Optional<float[]> samples(int n, int size, Progress progress) throws IOException {
    Optional<AverageSampler> sampler = trainee.sampler(average.averages(), torch, manager);
    if (sampler.isEmpty()) {
      return Optional.empty();
    }
    try (AverageSampler averages = sampler.get()) {
      return Optional.of(averages.generate(n, size, settings.seed(), progress));
    }
  }

  /**
   * The seconds that a step takes: tries the next one for a few seconds, with the optimiser's part,
   * and learns nothing from it. The shortest counts, since the engine is slow at first.
   *
   * @throws IOException if the loss is not a number
   */
  public double secondsPerStep() throws IOException {
    long start = System.nanoTime();
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST_TRIALS; i++) {
      long before = System.nanoTime();
      if (i >= FEWEST_TRIALS && before - start > TRIAL_SECONDS * SECOND) {
        break;
      }
      try (NDManager scope = manager.newSubManager()) {
        checkFinite(backward(batches.make(step(), scope)));
        adam.rehearse();
        average.update(1);
      }
      shortest = Math.min(shortest, (System.nanoTime() - before) / SECOND);
    }
    return shortest;
  }

  /** The losses so far. */
  public LossHistory history() {
    return state.history();
  }

  /**
   * Writes all that is needed to go on from here, in place of what was there.
   *
   * @throws IOException if it can't be written, or the weights are no longer numbers; what was
   *     there stays
   */
  public void checkpoint(Path file) throws IOException {
    checkFinite(average.weights());
    checkFinite(average.averages());
    state.write(file);
  }

  /**
   * Writes the network with the averaged weights, in place of what was there.
   *
   * @throws IOException if it can't be written, or the weights are no longer numbers; what was
   *     there stays
   */
  public void save() throws IOException {
    List<NDArray> averages = average.averages();
    checkFinite(averages);
    trainee.save(
        state.tensors(),
        tensor ->
            averages
                .get(state.tensors().indexOf(tensor))
                .toByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN));
  }

  private void checkFinite(List<NDArray> values) throws IOException {
    for (int i = 0; i < values.size(); i++) {
      try (NDArray sum = values.get(i).sum()) {
        if (!Float.isFinite(sum.getFloat())) {
          throw new IOException(
              "The weights %s are no longer numbers, and are not saved; use a lower lr."
                  .formatted(state.tensors().get(i).name()));
        }
      }
    }
  }

  /** Native arrays that are held between steps. */
  int managedArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
