package io.github.diffusionj.model.network;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.util.Optional;

/**
 * What a model's network says of itself before it is opened, whatever its kind: what it takes and
 * gives, how it is called, what it costs.
 */
public interface NetworkConfig {

  /** Its kind in one word: diffusers' {@code _class_name} where it has one. */
  String className();

  /** Its kind in a few words for people. */
  String description();

  /** Channels of x_t, at least 1. */
  int inChannels();

  /** Channels of what the network puts out, at least 1. */
  int outChannels();

  /**
   * Whether it puts out twice the channels that it takes: the prediction, and then where the
   * variance lies between its bounds (Nichol and Dhariwal 2021).
   */
  default boolean learnsVariance() {
    return outChannels() == 2 * inChannels();
  }

  /** Width and height of the images that it was trained on, or 0 if not stated. */
  int sampleSize();

  /** Width and height of an input must be multiples of this, at least 1. */
  int sizeMultiple();

  /** In which form it takes the class of an image. */
  ClassInput classInput();

  /** Number of classes of a class-conditional network, or 0. */
  default int classes() {
    return classInput().classes();
  }

  /** In which form it takes the time. */
  TimeInput timeInput();

  /**
   * Refuses a time that the network does not know.
   *
   * @param t the person's t
   * @throws IllegalArgumentException naming those that it knows
   */
  default void checkTime(double t) {}

  /** What it puts out, if it says so itself; else the scheduler's configuration alone does. */
  default Optional<Prediction> statedPrediction() {
    return Optional.empty();
  }

  /**
   * Refuses a schedule that the network can't be told the times of.
   *
   * @throws IllegalArgumentException naming the key of the scheduler's configuration
   */
  default void checkScheduler(SchedulerConfig scheduler) {}

  /** An estimate from above of the memory that a call takes for each pixel of its input. */
  long bytesPerPixel();

  /** An image to try it out with is this many times {@link #sizeMultiple} wide; at least 1. */
  int trialFactor();

  /** Its layers, if they are known; empty for a network that is somebody else's code. */
  default Optional<Architecture> architecture() {
    return Optional.empty();
  }
}
