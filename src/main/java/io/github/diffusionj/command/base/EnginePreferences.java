package io.github.diffusionj.command.base;

import ij.IJ;
import ij.Prefs;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.task.EngineTask;
import java.awt.GraphicsEnvironment;

/**
 * The engine settings that were chosen in the dialog, kept in ImageJ's preferences from one session
 * at the screen to the next. A run without a window takes no notice of them, so that a macro does
 * not depend on what somebody once clicked.
 */
public final class EnginePreferences {

  private static final String PREFIX = "diffusionj.engine.";

  private static boolean applied;

  private EnginePreferences() {}

  /** Keeps settings for later sessions; ImageJ writes its preferences when it is closed. */
  public static void keep(EngineSettings settings) {
    Prefs.set(PREFIX + "device", settings.device());
    Prefs.set(PREFIX + "threads", settings.threads());
    Prefs.set(PREFIX + "precision", settings.precision().label());
  }

  /** What was kept, or the defaults where nothing was or another version understood more. */
  public static EngineSettings kept() {
    try {
      return new EngineSettings(
          Prefs.get(PREFIX + "device", EngineSettings.DEFAULT.device()),
          (int) Prefs.get(PREFIX + "threads", EngineSettings.DEFAULT.threads()),
          Precision.of(
              Prefs.get(PREFIX + "precision", EngineSettings.DEFAULT.precision().label())));
    } catch (IllegalArgumentException e) {
      return EngineSettings.DEFAULT;
    }
  }

  /** Puts what was kept in force at the first command of a session with a window. */
  public static synchronized void applyOnce() {
    if (!applied && !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null) {
      applied = true;
      new EngineTask().prefer(kept());
    }
  }
}
