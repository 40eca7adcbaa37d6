package io.github.diffusionj.engine.training.trainee;

import static io.github.diffusionj.base.Checks.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.MemoryEstimate;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.weights.FirstWeights;
import io.github.diffusionj.engine.training.weights.InitialWeights;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.network.Architecture;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The network of a diffusion model, which predicts ε, x_0 or v. */
public final class ModelTrainee implements Trainee {

  private final ModelFolder target;
  private final Optional<ModelFolder> first;
  private final TrainingSettings settings;
  private final Objective objective;
  private final NetworkScript script;

  /**
   * Of an architecture.
   *
   * @param target the architecture, the schedule and the folder to save to; a network with classes
   *     has a row for each class of the data and a last one for no class
   * @param first a model of the same architecture, but for the classes, to go on from; empty for
   *     new weights
   */
  public ModelTrainee(ModelFolder target, Optional<ModelFolder> first, TrainingSettings settings) {
    this.target = target;
    this.first = first;
    this.settings = settings;
    this.objective =
        new Objective(
            target.scheduler().prediction(),
            settings.weighting(),
            target.scheduler().schedule(),
            learnsVariance());
    this.script = target.architecture().script();
  }

  private boolean learnsVariance() {
    return target.scheduler().variance() == Variance.LEARNED_RANGE;
  }

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public Path folder() {
    return target.path();
  }

  @Override
  public List<String> classes() {
    return target.notes().classes();
  }

  @Override
  public MemoryEstimate size() {
    return MemoryEstimate.of(script, target.architecture().trainingFeatures());
  }

  @Override
  public TrainingSettings settings() {
    return settings;
  }

  @Override
  public NetworkScript script() {
    return script;
  }

  @Override
  public NoiseSchedule schedule() {
    return objective.schedule();
  }

  @Override
  public void check(TrainingData data) {
    Architecture network = target.architecture();
    int rows = data.classes() == 0 ? 0 : data.classes() + 1;
    require(
        network.classes() == rows,
        "num_class_embeds must be %s for the %s classes of the images, but is %s.",
        rows,
        data.classes(),
        network.classes());
    network.checkTrainable();
    int outputs = learnsVariance() ? 2 * data.channels() : data.channels();
    require(
        network.inChannels() == data.channels() && network.outChannels() == outputs,
        "in_channels must be %s, as the images have, and out_channels %s, but are %s and %s.",
        data.channels(),
        outputs,
        network.inChannels(),
        network.outChannels());
    data.checkSize(network.sizeMultiple());
  }

  @Override
  public List<NDArray> firstWeights(NDManager manager) throws IOException {
    return first.isPresent()
        ? FirstWeights.load(first.get(), target.notes(), script.tensors(), manager)
        : InitialWeights.create(script.tensors(), settings.seed(), manager);
  }

  @Override
  public NDList inputs(Batch batch) {
    return batch.inputs();
  }

  @Override
  public NDArray losses(Batch batch, NDArray output) {
    return objective.losses(batch, output);
  }

  @Override
  public Optional<AverageSampler> sampler(List<NDArray> averages, Torch torch, NDManager manager)
      throws IOException {
    return Optional.of(new AverageSampler(target, script, averages, torch, manager));
  }

  @Override
  public void save(List<TensorSpec> tensors, SafetensorsWriter.Source weights) throws IOException {
    target.replace(tensors, weights);
  }
}
