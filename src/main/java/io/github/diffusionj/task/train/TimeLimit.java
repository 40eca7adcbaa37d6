package io.github.diffusionj.task.train;

import io.github.diffusionj.base.Progress;
import java.time.Duration;

/** Progress that is cancelled after a time, too. */
final class TimeLimit implements Progress {

  private final Progress progress;
  private final Duration limit;
  private final long start = System.nanoTime();

  /**
   * From now on.
   *
   * @param limit zero for none
   */
  TimeLimit(Progress progress, Duration limit) {
    this.progress = progress;
    this.limit = limit;
  }

  @Override
  public void report(double fraction, String message) {
    progress.report(fraction, message);
  }

  @Override
  public boolean cancelled() {
    boolean over = !limit.isZero() && System.nanoTime() - start >= limit.toNanos();
    return over || progress.cancelled();
  }
}
