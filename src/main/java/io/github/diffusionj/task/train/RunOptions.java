package io.github.diffusionj.task.train;

import java.time.Duration;

/**
 * From where to where a training goes at one time.
 *
 * @param resume whether to go on where a training with the same settings stopped
 * @param limit training stops after this time, though it could go on; zero for no limit
 * @param checkpointEvery the time between two checkpoints; zero for one after each step
 */
public record RunOptions(boolean resume, Duration limit, Duration checkpointEvery) {

  /** From the start to the end, with a checkpoint each minute. */
  public static final RunOptions DEFAULT =
      new RunOptions(false, Duration.ZERO, Duration.ofMinutes(1));

  /** The same, going on or not. */
  public RunOptions withResume(boolean goesOn) {
    return new RunOptions(goesOn, limit, checkpointEvery);
  }

  /** The same with another time to stop after. */
  public RunOptions withLimit(Duration other) {
    return new RunOptions(resume, other, checkpointEvery);
  }
}
