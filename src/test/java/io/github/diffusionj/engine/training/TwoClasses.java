package io.github.diffusionj.engine.training;

import io.github.diffusionj.engine.training.trainee.TrainingData;

/** Grey images of 4 × 4 pixels, each of one of two classes. */
@FunctionalInterface
public interface TwoClasses extends TrainingData {

  @Override
  default int channels() {
    return 1;
  }

  @Override
  default int size() {
    return 4;
  }

  @Override
  default int classes() {
    return 2;
  }
}
