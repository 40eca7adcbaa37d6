package io.github.diffusionj.engine.training.plan;

import static io.github.diffusionj.base.Checks.require;

import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;

/**
 * How to train.
 *
 * @param steps optimiser steps, at least 1
 * @param batch images in each step, 1…4096
 * @param optimiser how each step changes the weights
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
    OptimiserSettings optimiser,
    LossWeighting weighting,
    double dropClass,
    long seed,
    Precision precision,
    String device) {

  public static final TrainingSettings DEFAULT =
      new TrainingSettings(
          10_000,
          16,
          OptimiserSettings.DEFAULT,
          LossWeighting.SIMPLE,
          0.1,
          1,
          Precision.FLOAT32,
          EngineSettings.DEFAULT.device());

  public TrainingSettings {
    require(steps >= 1, "steps must be at least 1, but is %s.", steps);
    require(batch >= 1 && batch <= 4096, "batch must be between 1 and 4096, but is %s.", batch);
    require(
        dropClass >= 0 && dropClass <= 1,
        "p_uncond must be between 0 and 1, but is %s.",
        dropClass);
    EngineSettings.DEFAULT.withDevice(device); // refuses what is no device
  }

  /** The same with another number of steps. */
  public TrainingSettings withSteps(int n) {
    return new TrainingSettings(n, batch, optimiser, weighting, dropClass, seed, precision, device);
  }

  /** The same with another number of images in each step. */
  public TrainingSettings withBatch(int images) {
    return new TrainingSettings(
        steps, images, optimiser, weighting, dropClass, seed, precision, device);
  }

  /** The same with another optimiser. */
  public TrainingSettings withOptimiser(OptimiserSettings other) {
    return new TrainingSettings(steps, batch, other, weighting, dropClass, seed, precision, device);
  }

  /** The same with another weighting of the loss. */
  public TrainingSettings withWeighting(LossWeighting other) {
    return new TrainingSettings(steps, batch, optimiser, other, dropClass, seed, precision, device);
  }

  /** The same with another probability that a class is withheld. */
  public TrainingSettings withDropClass(double probability) {
    return new TrainingSettings(
        steps, batch, optimiser, weighting, probability, seed, precision, device);
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        steps, batch, optimiser, weighting, dropClass, other, precision, device);
  }

  /** The same with another number type of the network. */
  public TrainingSettings withPrecision(Precision other) {
    return new TrainingSettings(steps, batch, optimiser, weighting, dropClass, seed, other, device);
  }

  /** The same with another device. */
  public TrainingSettings withDevice(String other) {
    return new TrainingSettings(
        steps, batch, optimiser, weighting, dropClass, seed, precision, other);
  }

  /** The learning rate of a step, counted from 0. */
  public double learningRate(int step) {
    return optimiser.learningRate(step, steps);
  }
}
