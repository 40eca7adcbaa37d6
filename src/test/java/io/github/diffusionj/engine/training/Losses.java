package io.github.diffusionj.engine.training;

import io.github.diffusionj.engine.training.plan.LossHistory;
import java.util.stream.IntStream;

/** The losses of a training as an array. */
public final class Losses {

  private Losses() {}

  /** The loss of each step in their order. */
  public static double[] of(LossHistory history) {
    return IntStream.range(0, history.steps()).mapToDouble(history::loss).toArray();
  }
}
