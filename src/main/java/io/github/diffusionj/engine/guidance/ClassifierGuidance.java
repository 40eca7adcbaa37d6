package io.github.diffusionj.engine.guidance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.engine.classifier.ClassScore;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.sampling.SampleShape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Guidance by a classifier of noised images, with a network that needs to know no classes:
 *
 * <pre>  ε̂ ← ε̂ − s·√(1 − ᾱ_t)·∇_x log p(y | x_t)</pre>
 *
 * <p>The gradient is taken at x_t, the image that the network gets. The minus sign is that of ε,
 * which points away from the data: the score ∇ log q(x_t) = −ε/√(1 − ᾱ_t) gets plus s times the
 * gradient, so that with s = 1 it becomes the score of x_t given y. x̂_0 gets plus s·(1 − ᾱ_t)/√ᾱ_t
 * times the gradient. Being a change of the prediction, it works the same in every sampler: for
 * DDIM it is Dhariwal and Nichol 2021, algorithm 2. Their algorithm 1, for DDPM, shifts the mean of
 * a step by s·variance·gradient; here it shifts by s·β_t/√α_t·gradient, which is the same to first
 * order in β_t.
 */
public final class ClassifierGuidance implements Predictor {

  private final Predictor network;
  private final ClassScore score;
  private final int wanted;
  private final Guidance guidance;
  private final Prediction prediction;
  private final DoubleUnaryOperator alphaBar;

  /**
   * Guides towards one class.
   *
   * @param network the network
   * @param score the classifier
   * @param wanted the class, as the classifier numbers it
   * @param prediction what the network puts out
   * @param alphaBar ᾱ at the person's t, which need not be whole
   * @throws IllegalArgumentException if the guidance is to be rescaled
   */
  public ClassifierGuidance(
      Predictor network,
      ClassScore score,
      int wanted,
      Guidance guidance,
      Prediction prediction,
      DoubleUnaryOperator alphaBar) {
    if (guidance.rescale() != 0) {
      throw new IllegalArgumentException(
          "guidance_rescale must be 0 with a classifier, but is " + guidance.rescale() + ".");
    }
    this.network = network;
    this.score = score;
    this.wanted = wanted;
    this.guidance = guidance;
    this.prediction = prediction;
    this.alphaBar = alphaBar;
  }

  @Override
  public void checkTakes(SampleShape shape) {
    network.checkTakes(shape);
  }

  @Override
  public NDArray predict(NDArray x, double t) {
    NDArray output = network.predict(x, t);
    if (guidance.scale() == 0 || !guidance.at(t)) {
      return output;
    }
    int[] classes = new int[Math.toIntExact(x.getShape().get(0))];
    Arrays.fill(classes, wanted);
    NDArray shift = score.gradient(x, t, classes).mul(factor(alphaBar.applyAsDouble(t)));
    if (output.getShape().equals(shift.getShape())) {
      return output.add(shift);
    }
    NDList parts = output.split(2, 1);
    return parts.get(0).add(shift).concat(parts.get(1), 1);
  }

  /** What the gradient is multiplied with before it is added to what the network puts out. */
  private double factor(double alphaBar) {
    double toEpsilon = -guidance.scale() * Math.sqrt(1 - alphaBar);
    return toEpsilon * Prediction.EPSILON.to(prediction, alphaBar).output();
  }
}
