package io.github.diffusionj.engine.training.plan;

import static io.github.diffusionj.base.Checks.require;

/**
 * How Adam steps, and how the weights that are saved follow.
 *
 * @param learningRate the highest learning rate, above 0 and at most 1
 * @param warmUp steps over which the learning rate rises from 0; then it falls to a tenth along a
 *     half cosine
 * @param gradientClip the largest Euclidean norm of the gradient of all weights together, which a
 *     larger one is scaled to; 0 for no limit
 * @param averaging decay of the running average of the weights, which is what is saved, from 0 to
 *     below 1; lower in the first steps: (1 + step)/(10 + step)
 */
public record OptimiserSettings(
    double learningRate, int warmUp, double gradientClip, double averaging) {

  public static final OptimiserSettings DEFAULT = new OptimiserSettings(4e-4, 200, 1, 0.999);

  public OptimiserSettings {
    require(
        learningRate > 0 && learningRate <= 1,
        "lr must be above 0 and at most 1, but is %s.",
        learningRate);
    require(warmUp >= 0, "warm_up must be at least 0, but is %s.", warmUp);
    require(
        gradientClip >= 0 && gradientClip < Double.POSITIVE_INFINITY,
        "clip must be at least 0, but is %s.",
        gradientClip);
    require(
        averaging >= 0 && averaging < 1,
        "ema must be at least 0 and below 1, but is %s.",
        averaging);
  }

  /** The learning rate of a step, counted from 0, of a training of some steps. */
  public double learningRate(int step, int steps) {
    if (step < warmUp) {
      return learningRate * (step + 1) / warmUp;
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return learningRate * (0.55 + 0.45 * Math.cos(Math.PI * Math.min(1, done)));
  }

  /** The decay of the running average at a step, counted from 0. */
  public double averaging(int step) {
    return Math.min(averaging, (1.0 + step) / (10.0 + step));
  }
}
