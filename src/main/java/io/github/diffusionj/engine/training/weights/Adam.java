package io.github.diffusionj.engine.training.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1 in the order of its section 2) with β₁ = 0.9, β₂ = 0.999
 * and ε = 10⁻⁸: the binding's own step, with moments that belong to the weights' manager. DJL's
 * Adam leaves its moments to nobody.
 */
public final class Adam {

  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float NO_DECAY = 0;
  private static final float NO_CLIPPING = -1;

  private final List<NDArray> weights;
  private final List<NDArray> means;
  private final List<NDArray> variances;
  private final double largestNorm;
  private int steps;

  /**
   * Goes on from moments.
   *
   * @param largestNorm the norm of the whole gradient that a larger one is scaled to; 0 for none
   * @param steps how many were taken before
   */
  public Adam(
      List<NDArray> weights,
      List<NDArray> means,
      List<NDArray> variances,
      double largestNorm,
      int steps) {
    this.weights = weights;
    this.means = means;
    this.variances = variances;
    this.largestNorm = largestNorm;
    this.steps = steps;
  }

  /** Takes one step along the gradients that the weights have, and sets those to zero. */
  public void step(double learningRate) {
    steps++;
    double correction = Math.sqrt(1 - Math.pow(BETA_2, steps)) / (1 - Math.pow(BETA_1, steps));
    update((float) learningRate, (float) (learningRate * correction), BETA_1, BETA_2);
  }

  /** Does the work of a step, but changes nothing other than that the gradients become zero. */
  public void rehearse() {
    update(0, 0, 1, 1);
  }

  private void update(float rate, float corrected, float beta1, float beta2) {
    List<NDArray> gradients = weights.stream().map(NDArray::getGradient).toList();
    try {
      float scale = largestNorm > 0 ? scale(gradients) : 1;
      for (int i = 0; i < weights.size(); i++) {
        JniUtils.adamUpdate(
            (PtNDArray) weights.get(i),
            (PtNDArray) gradients.get(i),
            (PtNDArray) means.get(i),
            (PtNDArray) variances.get(i),
            rate,
            corrected,
            NO_DECAY,
            scale,
            NO_CLIPPING,
            beta1,
            beta2,
            EPSILON,
            false);
        JniUtils.zeroGrad((PtNDArray) weights.get(i));
      }
    } finally {
      gradients.forEach(NDArray::close);
    }
  }

  /** What the gradients are multiplied by, so that they are not too long together. */
  private float scale(List<NDArray> gradients) {
    try (NDManager scope = weights.get(0).getManager().newSubManager()) {
      NDList squares = new NDList(gradients.size());
      for (NDArray gradient : gradients) {
        NDArray values = gradient.stopGradient();
        values.attach(scope);
        squares.add(values.square().sum());
      }
      double norm = Math.sqrt(NDArrays.stack(squares).sum().getFloat());
      return norm > largestNorm ? (float) (largestNorm / norm) : 1;
    }
  }
}
