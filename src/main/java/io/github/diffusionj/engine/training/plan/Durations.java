package io.github.diffusionj.engine.training.plan;

import java.util.Locale;

/** Durations for people. */
public final class Durations {

  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private Durations() {}

  /** Seconds as hours, minutes or seconds, to two digits or so. */
  public static String text(double seconds) {
    if (seconds >= HOUR) {
      return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }
    return seconds >= MINUTE
        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.0f s", seconds);
  }
}
