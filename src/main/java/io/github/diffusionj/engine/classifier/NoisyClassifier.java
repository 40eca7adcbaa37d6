package io.github.diffusionj.engine.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.ScriptModule;
import io.github.diffusionj.engine.network.Trial;
import io.github.diffusionj.engine.network.Weights;
import io.github.diffusionj.model.classifier.ClassifierConfig;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.util.Arrays;

/**
 * A model's classifier of noised images with its weights on the device: log p(y | x_t). It computes
 * in float32 whatever the precision of the network.
 */
public final class NoisyClassifier implements ClassScore, AutoCloseable {

  private static final int OVER_CLASSES = 1;

  private final ClassifierConfig config;
  private final NDManager manager;
  private final ScriptModule module;

  private NoisyClassifier(ClassifierConfig config, NDManager manager, ScriptModule module) {
    this.config = config;
    this.manager = manager;
    this.module = module;
  }

  /**
   * Brings a classifier onto the device in force.
   *
   * @throws IOException with a sentence that names what is wrong with the weights or the engine
   */
  public static NoisyClassifier open(ClassifierFolder folder, Torch torch) throws IOException {
    NetworkScript script = folder.config().script();
    NDManager manager = torch.newManager();
    try (TensorStore file = folder.weightFiles().open()) {
      ScriptModule module = new ScriptModule(script, torch, manager);
      try {
        module.setWeights(Weights.load(file, script.tensors(), manager), Precision.FLOAT32);
      } catch (IOException | RuntimeException e) {
        module.close();
        throw e;
      }
      return new NoisyClassifier(folder.config(), manager, module);
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The architecture, and the names of the classes. */
  public ClassifierConfig config() {
    return config;
  }

  /** A manager of native memory on the classifier's device; the caller closes it. */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  /**
   * The logits, whose softmax is p(y | x_t).
   *
   * @param x x_t, float32, shape (N, C, H, W)
   * @param t the person's t of all N images
   * @return float32, shape (N, classes), owned by the manager of x
   */
  public NDArray logits(NDArray x, double t) {
    float[] times = new float[images(x)];
    Arrays.fill(times, (float) (t - 1));
    return logits(x, times);
  }

  /** As the other, but with the index t − 1 of each image. */
  public NDArray logits(NDArray x, float[] indices) {
    return module.forward(x, x.getManager().create(indices));
  }

  /**
   * Calls the classifier once on noise at the person's t.
   *
   * @return the root mean square of the gradient by x of the first class's log-probability
   * @throws IOException if that is not finite, or the classifier takes huge images alone
   */
  public double probe(double t) throws IOException {
    Trial trial =
        Trial.of(config)
            .orElseThrow(
                () ->
                    new IOException(
                        "The classifier takes images in multiples of %d pixels alone, but to be tried out it must take at most %d."
                            .formatted(config.sizeMultiple(), Trial.LARGEST)));
    try (NDManager scope = newManager()) {
      return Trial.magnitude(gradient(trial.noise(scope), t, new int[1]))
          .orElseThrow(
              () ->
                  new IOException("The classifier's gradient holds numbers that are not finite."));
    }
  }

  @Override
  public NDArray gradient(NDArray x, double t, int[] classes) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try (NDManager scope = x.getManager().newSubManager()) {
      NDArray leaf = x.duplicate();
      leaf.attach(scope);
      leaf.setRequiresGradient(true);
      NDArray wanted = logits(leaf, t).logSoftmax(OVER_CLASSES).mul(oneHot(classes, scope)).sum();
      // Not by a GradientCollector: there may be one in the process alone, and training has it.
      JniUtils.backward((PtNDArray) wanted, (PtNDArray) scope.create(1f), false, false);
      NDArray gradient = leaf.getGradient();
      gradient.attach(x.getManager());
      return gradient;
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private NDArray oneHot(int[] classes, NDManager scope) {
    int count = config.classes().size();
    float[] values = new float[classes.length * count];
    for (int i = 0; i < classes.length; i++) {
      values[i * count + classes[i]] = 1;
    }
    return scope.create(values, new Shape(classes.length, count));
  }

  private static int images(NDArray x) {
    return Math.toIntExact(x.getShape().get(0));
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
