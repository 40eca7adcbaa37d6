package io.github.diffusionj.engine.training.trainee;

import static io.github.diffusionj.base.Checks.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.MemoryEstimate;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.weights.InitialWeights;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The classifier of a model's noised images; its loss is the cross-entropy, −ln p(y | x_t). */
public final class ClassifierTrainee implements Trainee {

  private static final int OVER_CLASSES = 1;
  private static final int[] ONE_IMAGE = {1};

  private final ClassifierFolder target;
  private final TrainingSettings settings;
  private final NoiseSchedule schedule;
  private final NetworkScript script;

  /**
   * Of an architecture.
   *
   * @param target the architecture and the model that gets the classifier
   * @param settings whose weighting does not matter; images are never shown without their class
   */
  public ClassifierTrainee(ClassifierFolder target, TrainingSettings settings) {
    this.target = target;
    this.settings = settings.withDropClass(0);
    this.schedule = target.model().scheduler().schedule();
    this.script = target.config().script();
  }

  @Override
  public String name() {
    return "classifier of " + target.model().name();
  }

  @Override
  public Path folder() {
    return target.path();
  }

  @Override
  public List<String> classes() {
    return target.config().classes();
  }

  @Override
  public MemoryEstimate size() {
    return MemoryEstimate.of(script, target.config().trainingFeatures());
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
    return schedule;
  }

  @Override
  public void check(TrainingData data) {
    int classes = target.config().classes().size();
    require(
        data.classes() == classes,
        "The classifier must have as many classes as the images, %s, but has %s.",
        data.classes(),
        classes);
    int channels = target.config().inChannels();
    require(
        channels == data.channels(),
        "in_channels must be %s, as the images have, but is %s.",
        data.channels(),
        channels);
    data.checkSize(target.config().sizeMultiple());
  }

  @Override
  public List<NDArray> firstWeights(NDManager manager) {
    return InitialWeights.create(script.tensors(), settings.seed(), manager);
  }

  @Override
  public NDList inputs(Batch batch) {
    return new NDList(batch.noisy(), batch.index());
  }

  /** An image without a class adds nothing. */
  @Override
  public NDArray losses(Batch batch, NDArray output) {
    int classes = target.config().classes().size();
    NDArray wanted = batch.classes().orElseThrow().oneHot(classes + 1).get(":, :{}", classes);
    return output.logSoftmax(OVER_CLASSES).mul(wanted).sum(ONE_IMAGE).neg();
  }

  @Override
  public Optional<AverageSampler> sampler(List<NDArray> averages, Torch torch, NDManager manager) {
    return Optional.empty();
  }

  @Override
  public void save(List<TensorSpec> tensors, SafetensorsWriter.Source weights) throws IOException {
    target.replace(tensors, weights);
  }
}
