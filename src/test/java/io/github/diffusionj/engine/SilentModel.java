package io.github.diffusionj.engine;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Models whose network puts out 0 everywhere, so that what sampling does is known exactly. */
public final class SilentModel {

  private SilentModel() {}

  /**
   * Writes a model with a linear schedule from 10⁻⁴ to 0.02.
   *
   * @param folder where to; not there yet, or a model
   * @param steps T
   * @param prediction what the 0 stands for: no noise, or a clean image of 0
   */
  public static ModelFolder create(Path folder, int steps, Prediction prediction)
      throws IOException {
    ModelFolder model =
        new ModelFolder(
            folder,
            TinyModel.network(1),
            SchedulerConfig.ddpm(steps, ScheduleType.LINEAR, prediction),
            ModelNotes.NONE);
    model.replace(model.architecture().script().tensors(), SilentModel::weights);
    return ModelFolder.open(folder);
  }

  private static ByteBuffer weights(TensorSpec tensor) {
    boolean last = tensor.name().startsWith("conv_out.");
    return last
        ? ByteBuffer.allocateDirect(Math.toIntExact(tensor.size()) * Float.BYTES)
        : TinyModel.weights(tensor);
  }
}
