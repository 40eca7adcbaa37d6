package io.github.diffusionj.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import io.github.diffusionj.diffusion.Linear;
import io.github.diffusionj.diffusion.NoiseField;
import io.github.diffusionj.diffusion.NoiseSchedule;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.model.Safetensors;
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

/**
 * Trains an ε-network by the simple loss ‖ε − ε_θ(√ᾱ_t x_0 + √(1−ᾱ_t) ε, t)‖² with t uniform in 1…T
 * (Ho et al. 2020, equation 14), by Adam, and keeps the running average of the weights.
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
  private final Optimizer optimizer;
  private int step;

  /**
   * Prepares training.
   *
   * @param target the architecture, the schedule and the folder to save to
   * @param first a model of the same architecture whose weights are the first ones; empty for new
   *     weights
   * @throws IOException if the engine can't be brought up or the first weights don't fit
   */
  public Trainer(
      ModelFolder target,
      Optional<ModelFolder> first,
      TrainingSettings settings,
      TrainingData data,
      Torch torch)
      throws IOException {
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
    this.average = new RunningAverage(weights);
    this.optimizer =
        Optimizer.adam()
            .optLearningRateTracker((parameter, update) -> (float) settings.learningRate(step))
            .build();
    weights.forEach(w -> w.setRequiresGradient(true));
    module.setWeights(weights);
  }

  private List<NDArray> initialWeights() {
    return InitialWeights.create(script.tensors(), settings.seed(), manager);
  }

  private List<NDArray> load(ModelFolder model) throws IOException {
    try (Safetensors file = Safetensors.open(model.weights())) {
      return Weights.load(file, script.tensors(), DataType.FLOAT32, manager);
    }
  }

  /** Told the loss of each step. */
  @FunctionalInterface
  public interface LossListener {
    void step(int step, double loss) throws IOException;
  }

  /** Runs the steps that are left, until done or cancelled; what was learned so far stays. */
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

  /** Writes the model with the averaged weights, in place of what was there. */
  public void save() throws IOException {
    List<NDArray> averages = average.averages();
    target.replace(
        script.tensors(),
        tensor ->
            averages
                .get(script.tensors().indexOf(tensor))
                .toByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN));
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
      for (int i = 0; i < weights.size(); i++) {
        update(i, scope);
      }
      return loss;
    }
  }

  /**
   * Moves a weight along its gradient and clears the gradient for the next step. DJL's own
   * zeroGradients would leave two arrays behind for each weight, step after step.
   */
  private void update(int index, NDManager scope) {
    NDArray weight = weights.get(index);
    NDArray gradient = weight.getGradient();
    gradient.attach(scope);
    optimizer.update(script.tensors().get(index).name(), weight, gradient);
    gradient.subi(gradient);
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
    SplittableRandom random = new SplittableRandom(settings.seed() + 0x9E3779B97F4A7C15L * step);
    return random.ints(settings.batch(), 1, schedule.steps() + 1).toArray();
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

  private static NDArray factors(
      int[] times, NDManager scope, java.util.function.IntToDoubleFunction factor) {
    float[] values = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      values[i] = (float) factor.applyAsDouble(times[i]);
    }
    return scope.create(values, new Shape(times.length, 1, 1, 1));
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
