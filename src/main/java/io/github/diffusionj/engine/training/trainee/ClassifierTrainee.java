package io.github.diffusionj.engine.training.trainee;

import static io.github.diffusionj.base.Checks.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.script.ClassifierScript;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The classifier of a model's noised images; its loss is the cross-entropy, −ln p(y | x_t). */
public final class ClassifierTrainee implements Trainee {

  private static final int OVER_CLASSES = 1;
  private static final int[] ONE_IMAGE = {1};

  private final ClassifierFolder target;
  private final NoiseSchedule schedule;
  private final NetworkScript script;

  public ClassifierTrainee(ClassifierFolder target) {
    this.target = target;
    this.schedule = target.model().scheduler().schedule();
    this.script = ClassifierScript.of(target.config());
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
    int channels = target.config().encoder().inChannels();
    require(
        channels == data.channels(),
        "in_channels must be %s, as the images have, but is %s.",
        data.channels(),
        channels);
    data.checkSize(target.config().encoder().sizeMultiple());
  }

  @Override
  public List<NDArray> firstWeights(ModelFolder model, NDManager manager) {
    throw new IllegalArgumentException("A classifier is not trained from a model's weights.");
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
