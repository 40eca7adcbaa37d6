package io.github.diffusionj.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1 in the order of its section 2) with β₁ = 0.9, β₂ = 0.999
 * and ε = 10⁻⁸: the binding's own step, with moments that belong to the weights' manager. DJL's
 * Adam leaves its moments to nobody.
 */
final class Adam {

  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float NO_DECAY = 0;
  private static final float NO_SCALING = 1;
  private static final float NO_CLIPPING = -1;

  private final List<NDArray> weights;
  private final List<NDArray> means;
  private final List<NDArray> variances;
  private int steps;

  Adam(List<NDArray> weights) {
    this.weights = weights;
    this.means = weights.stream().map(NDArray::zerosLike).toList();
    this.variances = weights.stream().map(NDArray::zerosLike).toList();
  }

  /** Takes one step along the gradients that the weights have, and sets those to zero. */
  void step(double learningRate) {
    steps++;
    double correction = Math.sqrt(1 - Math.pow(BETA_2, steps)) / (1 - Math.pow(BETA_1, steps));
    for (int i = 0; i < weights.size(); i++) {
      PtNDArray weight = (PtNDArray) weights.get(i);
      try (PtNDArray gradient = weight.getGradient()) {
        JniUtils.adamUpdate(
            weight,
            gradient,
            (PtNDArray) means.get(i),
            (PtNDArray) variances.get(i),
            (float) learningRate,
            (float) (learningRate * correction),
            NO_DECAY,
            NO_SCALING,
            NO_CLIPPING,
            BETA_1,
            BETA_2,
            EPSILON,
            false);
      }
      JniUtils.zeroGrad(weight);
    }
  }
}
