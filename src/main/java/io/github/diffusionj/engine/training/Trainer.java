package io.github.diffusionj.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.UNetConfig;
import io.github.diffusionj.engine.model.weights.TensorStore;
import io.github.diffusionj.engine.network.ScriptModule;
import io.github.diffusionj.engine.network.Weights;
import io.github.diffusionj.engine.torchscript.NetworkScript;
import io.github.diffusionj.engine.torchscript.UNetScript;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Trains a network by the simple loss ‖ε − ε_θ(√ᾱ_t x_0 + √(1−ᾱ_t) ε, t)‖² with t uniform in 1…T
 * (Ho et al. 2020, equation 14), or the same of x_0 or v where the network predicts those, by Adam,
 * and keeps the running average of the weights.
 */
public final class Trainer implements AutoCloseable {

  private final ModelFolder target;
  private final TrainingSettings settings;
  private final TrainingData data;
  private final NoiseSchedule schedule;
  private final NoiseField noise;
  private final Torch torch;
  private final NDManager manager;
  private final NetworkScript script;
  private final ScriptModule module;
  private final List<NDArray> weights;
  private final RunningAverage average;
  private final Adam adam;
  private int step;

  /**
   * Prepares training.
   *
   * @param target the architecture, the schedule and the folder to save to
   * @param first a model of the same architecture whose weights are the first ones; empty for new
   *     weights
   * @throws IOException if the engine refuses the network or the first weights don't fit
   * @throws IllegalArgumentException if the data don't fit the architecture, or that has classes
   */
  public Trainer(
      ModelFolder target,
      Optional<ModelFolder> first,
      TrainingSettings settings,
      TrainingData data,
      Torch torch)
      throws IOException {
    check(target, data);
    this.target = target;
    this.settings = settings;
    this.data = data;
    this.torch = torch;
    this.schedule = target.scheduler().schedule();
    this.noise = new NoiseField(settings.seed());
    this.manager = torch.newManager();
    this.script = UNetScript.of(target.unet());
    this.module = new ScriptModule(script, torch, manager);
    this.weights = first.isPresent() ? load(first.get()) : initialWeights();
    // Taken before the weights have gradients: these see every update, but never a graph.
    List<NDArray> values = weights.stream().map(NDArray::stopGradient).toList();
    this.average = new RunningAverage(values);
    this.adam = new Adam(weights);
    weights.forEach(w -> w.setRequiresGradient(true));
    module.setWeights(weights, Precision.FLOAT32);
  }

  private static void check(ModelFolder target, TrainingData data) {
    UNetConfig unet = target.unet();
    require(
        unet.classes() == 0,
        "Training makes models without classes, but num_class_embeds is %s.",
        unet.classes());
    require(
        unet.inChannels() == data.channels() && unet.outChannels() == data.channels(),
        "in_channels and out_channels must be %s, as the images have, but are %s and %s.",
        data.channels(),
        unet.inChannels(),
        unet.outChannels());
    require(
        data.size() >= 1 && data.size() % unet.sizeMultiple() == 0,
        "The size of the images must be a multiple of %s, but is %s.",
        unet.sizeMultiple(),
        data.size());
  }

  private static void require(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(sentence, values));
    }
  }

  private List<NDArray> initialWeights() {
    return InitialWeights.create(script.tensors(), settings.seed(), manager);
  }

  private List<NDArray> load(ModelFolder model) throws IOException {
    try (TensorStore file = model.weightFiles().open()) {
      return Weights.load(file, script.tensors(), manager);
    }
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
    while (step < settings.steps() && !progress.cancelled()) {
      double loss = trainStep();
      if (!Double.isFinite(loss)) {
        throw new IOException(
            "The loss is no longer a number at step %d; use a lower lr.".formatted(step + 1));
      }
      average.update(settings.averaging(step));
      step++;
      listener.step(step, loss);
      progress.report(
          (double) step / settings.steps(),
          String.format(Locale.ROOT, "Step %d of %d, loss %.4f", step, settings.steps(), loss));
    }
  }

  /**
   * Writes the model with the averaged weights, in place of what was there.
   *
   * @throws IOException if it can't be written, or the weights are no longer numbers; what was
   *     there stays
   */
  public void save() throws IOException {
    List<NDArray> averages = average.averages();
    checkFinite(averages);
    target.replace(
        script.tensors(),
        tensor ->
            averages
                .get(script.tensors().indexOf(tensor))
                .toByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN));
  }

  private void checkFinite(List<NDArray> averages) throws IOException {
    for (int i = 0; i < averages.size(); i++) {
      try (NDArray sum = averages.get(i).sum()) {
        if (!Float.isFinite(sum.getFloat())) {
          throw new IOException(
              "The weights %s are no longer numbers, and are not saved; use a lower lr."
                  .formatted(script.tensors().get(i).name()));
        }
      }
    }
  }

  private double trainStep() {
    try (NDManager scope = manager.newSubManager()) {
      int[] times = times();
      NDArray clean = cleanImages(scope);
      NDArray epsilon = noise(scope);
      NDArray noisy =
          clean
              .mul(factors(times, scope, t -> Math.sqrt(schedule.alphaBar(t))))
              .add(epsilon.mul(factors(times, scope, t -> Math.sqrt(1 - schedule.alphaBar(t)))));
      NDArray index = factors(times, scope, t -> t - 1).reshape(settings.batch());
      double loss = backward(noisy, index, wanted(times, noisy, epsilon, scope));
      if (Double.isFinite(loss)) {
        adam.step(settings.learningRate(step));
      }
      return loss;
    }
  }

  /** What the network should put out: a combination of x_t and ε, whatever it predicts. */
  private NDArray wanted(int[] times, NDArray noisy, NDArray epsilon, NDManager scope) {
    Prediction prediction = target.scheduler().prediction();
    if (prediction == Prediction.EPSILON) {
      return epsilon;
    }
    NDArray x = factors(times, scope, t -> wanted(prediction, t).x());
    NDArray output = factors(times, scope, t -> wanted(prediction, t).output());
    return noisy.mul(x).addi(epsilon.mul(output));
  }

  private Linear wanted(Prediction prediction, int t) {
    return Prediction.EPSILON.to(prediction, schedule.alphaBar(t));
  }

  private double backward(NDArray noisy, NDArray index, NDArray wanted) {
    try (GradientCollector gradients = torch.engine().newGradientCollector()) {
      NDArray output = module.forwardWithGradient(noisy, index, settings.precision());
      NDArray loss = output.sub(wanted).square().mean();
      gradients.backward(loss);
      return loss.getFloat();
    }
  }

  private int[] times() {
    return times(settings.seed(), step, settings.batch(), schedule.steps());
  }

  /** The t of each image of a step, uniform in 1…T. */
  static int[] times(long seed, int step, int batch, int steps) {
    // Scrambled, and steps one apart: SplittableRandom itself goes on by a large odd number, and
    // states that far apart would give each step the numbers of the one before, moved by one.
    long scrambled = new SplittableRandom(seed).nextLong();
    SplittableRandom random = new SplittableRandom(scrambled + step);
    return random.ints(batch, 1, steps + 1).toArray();
  }

  private NDArray cleanImages(NDManager scope) {
    float[] values = new float[settings.batch() * imageLength()];
    for (int i = 0; i < settings.batch(); i++) {
      data.read(imageIndex(i), values, i * imageLength());
    }
    return scope.create(values, shape());
  }

  private NDArray noise(NDManager scope) {
    float[] values = new float[settings.batch() * imageLength()];
    int size = data.size();
    for (int i = 0; i < settings.batch(); i++) {
      noise.fill(values, i * imageLength(), imageIndex(i), 0, data.channels(), size, size);
    }
    return scope.create(values, shape());
  }

  private long imageIndex(int i) {
    return (long) step * settings.batch() + i;
  }

  private int imageLength() {
    return data.channels() * data.size() * data.size();
  }

  private Shape shape() {
    return new Shape(settings.batch(), data.channels(), data.size(), data.size());
  }

  private static NDArray factors(int[] times, NDManager scope, IntToDoubleFunction factor) {
    float[] values = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      values[i] = (float) factor.applyAsDouble(times[i]);
    }
    return scope.create(values, new Shape(times.length, 1, 1, 1));
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
