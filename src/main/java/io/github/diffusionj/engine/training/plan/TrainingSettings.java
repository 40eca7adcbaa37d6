package io.github.diffusionj.engine.training.plan;

import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;

/**
 * How to train.
 *
 * @param steps optimiser steps
 * @param batch images in each step
 * @param learningRate the highest learning rate of Adam
 * @param warmUp steps over which the learning rate rises from 0; then it falls to a tenth along a
 *     half cosine
 * @param gradientClip the largest Euclidean norm of the gradient of all weights together, which a
 *     larger one is scaled to; 0 for no limit
 * @param averaging decay of the running average of the weights, which is what is saved; lower in
 *     the first steps: (1 + step)/(10 + step)
 * @param weighting of the loss over t
 * @param dropClass the probability that an image's class is withheld, 0 to 1: classifier-free
 *     guidance needs a network that knows both (Ho and Salimans 2022, their p_uncond)
 * @param seed of the first weights, the noise and the timesteps
 * @param precision the number type of the network; weights and optimiser are always float32
 * @param device where to train, as in {@link EngineSettings}; auto is the one in force there
 */
public record TrainingSettings(
    int steps,
    int batch,
    double learningRate,
    int warmUp,
    double gradientClip,
    double averaging,
    LossWeighting weighting,
    double dropClass,
    long seed,
    Precision precision,
    String device) {

  public TrainingSettings {
    require(steps >= 1, "steps must be at least 1, but is " + steps + ".");
    require(batch >= 1 && batch <= 4096, "batch must be between 1 and 4096, but is " + batch + ".");
    require(
        learningRate > 0 && learningRate <= 1,
        "lr must be above 0 and at most 1, but is " + learningRate + ".");
    require(warmUp >= 0, "warm_up must be at least 0, but is " + warmUp + ".");
    require(
        gradientClip >= 0 && gradientClip < Double.POSITIVE_INFINITY,
        "clip must be at least 0, but is " + gradientClip + ".");
    require(
        averaging >= 0 && averaging < 1,
        "ema must be at least 0 and below 1, but is " + averaging + ".");
    require(
        dropClass >= 0 && dropClass <= 1,
        "p_uncond must be between 0 and 1, but is " + dropClass + ".");
    EngineSettings.DEFAULT.withDevice(device); // refuses what is no device
  }

  /** The same for a network that always has to know the class. */
  public TrainingSettings withoutDroppingClasses() {
    return new TrainingSettings(
        steps,
        batch,
        learningRate,
        warmUp,
        gradientClip,
        averaging,
        weighting,
        0,
        seed,
        precision,
        device);
  }

  /** The learning rate of a step, counted from 0. */
  public double learningRate(int step) {
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

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
