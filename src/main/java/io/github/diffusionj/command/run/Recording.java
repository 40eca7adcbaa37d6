package io.github.diffusionj.command.run;

import ij.IJ;
import ij.plugin.frame.Recorder;
import io.github.diffusionj.command.parameter.MacroOptions;
import java.util.Map;

/** Hands a command's options to ImageJ's macro recorder. */
final class Recording {

  private Recording() {}

  /** Records the options if the recorder is open. */
  static void record(Map<String, String> texts) {
    if (IJ.recording()) {
      texts.forEach((key, value) -> Recorder.recordOption(key, recorded(key, value)));
    }
  }

  /** The recorder itself puts brackets around a value with a space in it, but not around others. */
  private static String recorded(String key, String value) {
    String option = MacroOptions.format(key, value);
    String quoted = value.indexOf(' ') < 0 ? option.substring(key.length() + 1) : value;
    return Recorder.fixString(quoted);
  }
}
