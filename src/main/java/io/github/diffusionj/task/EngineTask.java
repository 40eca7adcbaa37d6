package io.github.diffusionj.task;

import io.github.diffusionj.engine.EngineReport;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Torch;
import java.io.IOException;

/** Chooses where and how networks run. */
public final class EngineTask {

  /**
   * Puts settings in force for this session.
   *
   * @return what runs where now, and why
   * @throws IllegalArgumentException if the device is not there; the settings stay as they were
   * @throws IOException if there is no usable PyTorch library
   */
  public EngineReport run(EngineSettings settings) throws IOException {
    return Torch.use(settings);
  }

  /** Puts settings in force without bringing the engine up, so without a look at the device. */
  public void prefer(EngineSettings settings) {
    Torch.prefer(settings);
  }
}
