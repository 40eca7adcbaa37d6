package io.github.diffusionj.engine.training.plan;

import java.util.Locale;

/** How fast training goes, for the status bar. */
public final class Pace {

  private static final double SECOND = 1e9;

  private final int first;
  private final TrainingSettings settings;
  private final long start = System.nanoTime();

  /** From now on, before a step. */
  public Pace(int first, TrainingSettings settings) {
    this.first = first;
    this.settings = settings;
  }

  public String text(int step, double loss) {
    double seconds = Math.max(1e-3, (System.nanoTime() - start) / SECOND);
    double speed = (step - first) / seconds;
    return String.format(
        Locale.ROOT,
        "Step %d of %d, loss %.4f, %.1f images/s, %s left",
        step,
        settings.steps(),
        loss,
        speed * settings.batch(),
        Durations.text((settings.steps() - step) / speed));
  }
}
