package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;

/**
 * The loss: the mean squared error of what the network predicts, be it ε, x_0, v or the score,
 * times a weight for each t; with a learned variance {@link LearnedVariance} is added to it.
 *
 * @param prediction what the network puts out
 * @param weighting the weight of each t
 * @param schedule gives ᾱ_t
 * @param learnedVariance whether the network puts out as many channels again, for the variance
 */
public record Objective(
    Prediction prediction,
    LossWeighting weighting,
    NoiseSchedule schedule,
    boolean learnedVariance) {

  private static final int[] ONE_IMAGE = {1};

  /**
   * The loss of each image of a batch.
   *
   * @param output what the network put out, shape (N, C, H, W), or (N, 2C, H, W) with a learned
   *     variance
   * @return shape (N)
   */
  NDArray losses(Batch batch, NDArray output) {
    if (!learnedVariance) {
      return weighted(batch, squares(batch, output));
    }
    NDList parts = output.split(2, 1);
    NDArray predicted = parts.get(0);
    NDArray squares = squares(batch, predicted);
    NDArray bound =
        new LearnedVariance(prediction, schedule)
            .losses(batch, predicted.stopGradient(), squares.stopGradient(), parts.get(1));
    return weighted(batch, squares).add(bound);
  }

  private NDArray squares(Batch batch, NDArray output) {
    return output.sub(target(batch)).square();
  }

  private NDArray weighted(Batch batch, NDArray squares) {
    NDArray errors = squares.reshape(batch.times().length, -1).mean(ONE_IMAGE);
    if (weighting == LossWeighting.SIMPLE) {
      return errors;
    }
    NDArray weights = batch.factors(t -> weighting.weight(prediction, schedule, t));
    return errors.mul(weights.reshape(batch.times().length));
  }

  /** What the network should put out, from x_0 and ε: these say it even where ᾱ_t is 0. */
  private NDArray target(Batch batch) {
    return switch (prediction) {
      case EPSILON -> batch.epsilon();
      case SAMPLE -> batch.clean();
      case V_PREDICTION ->
          batch
              .epsilon()
              .mul(batch.factors(this::signal))
              .subi(batch.clean().mul(batch.factors(this::noise)));
      case SCORE -> batch.epsilon().mul(batch.factors(t -> -1 / noise(t)));
    };
  }

  private double signal(int t) {
    return Math.sqrt(schedule.alphaBar(t));
  }

  private double noise(int t) {
    return Math.sqrt(1 - schedule.alphaBar(t));
  }
}
