package io.github.diffusionj.task;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.engine.EngineReport;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Torch;
import java.io.IOException;

/** Chooses where and how networks run. */
public final class EngineTask {

  /**
   * Puts settings in force for this session.
   *
   * @param progress is told if the library had to be mended
   * @return what runs where now, and why
   * @throws IllegalArgumentException if the device is not there; the settings stay as they were
   * @throws IOException if there is no usable PyTorch library
   */
  public EngineReport run(EngineSettings settings, Progress progress) throws IOException {
    Torch.get(progress);
    return Torch.use(settings);
  }

  /** Puts settings in force without bringing the engine up, so without a look at the device. */
  public void prefer(EngineSettings settings) {
    Torch.prefer(settings);
  }
}
