package io.github.diffusionj.task;

import io.github.diffusionj.base.Progress;

/** A user who presses Esc when the work has asked some times whether to go on. */
public final class StopAfter implements Progress {

  private int left;

  public StopAfter(int questions) {
    left = questions;
  }

  @Override
  public void report(double fraction, String message) {}

  @Override
  public boolean cancelled() {
    return left-- <= 0;
  }
}
