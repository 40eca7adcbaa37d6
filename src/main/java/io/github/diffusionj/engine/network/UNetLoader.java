package io.github.diffusionj.engine.network;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.UNetScript;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Brings a U-Net onto a device, in the form that is fast there. */
final class UNetLoader {

  /** Width and height of the image that is tried, over the smallest that the network takes. */
  private static final int TRIAL_SIZE = 4;

  /** The largest width and height that is tried, or a tiny file could ask for all the memory. */
  private static final int LARGEST_TRIAL = 1024;

  /** A t that every network knows. */
  private static final double TRIAL_TIME = 2;

  private UNetLoader() {}

  /**
   * The packed form on a CPU where that runs and can be tried, and else the plain one.
   *
   * @param manager holds the weights
   */
  static ScriptModule open(ModelFolder folder, Torch torch, NDManager manager) throws IOException {
    OptionalInt size = trialSize(folder.unet().sizeMultiple());
    if (size.isPresent() && manager.getDevice().equals(Device.cpu())) {
      try {
        return packed(folder, size.getAsInt(), torch, manager);
      } catch (EngineException e) {
        // This PyTorch has no oneDNN, or that does not compute in this precision here.
      }
    }
    return plain(folder, torch, manager);
  }

  /** The form that runs everywhere. */
  static ScriptModule plain(ModelFolder folder, Torch torch, NDManager manager) throws IOException {
    return load(UNetScript.of(folder.unet()), folder, torch, manager);
  }

  /** Width and height of the image that is tried, or nothing if it would be too large. */
  static OptionalInt trialSize(int multiple) {
    return multiple > LARGEST_TRIAL
        ? OptionalInt.empty()
        : OptionalInt.of(multiple * Math.min(TRIAL_SIZE, LARGEST_TRIAL / multiple));
  }

  private static ScriptModule packed(ModelFolder folder, int size, Torch torch, NDManager manager)
      throws IOException {
    ScriptModule module = load(UNetScript.packed(folder.unet()), folder, torch, manager);
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.zeros(new Shape(1, folder.unet().inChannels(), size, size));
      new NetworkInputs(folder).trial(module, x, TRIAL_TIME);
      return module;
    } catch (EngineException e) {
      module.close();
      throw e;
    }
  }

  /** Where the packed form does not run, what was read for it is not to be held any longer. */
  private static void setWeights(ScriptModule module, List<NDArray> weights, Torch torch) {
    try {
      module.setWeights(weights, torch.precision());
    } catch (EngineException e) {
      weights.forEach(NDArray::close);
      throw e;
    }
  }

  private static ScriptModule load(
      NetworkScript script, ModelFolder folder, Torch torch, NDManager manager) throws IOException {
    ScriptModule module = new ScriptModule(script, torch, manager);
    try (TensorStore file = folder.weightFiles().open()) {
      setWeights(module, Weights.load(file, script.tensors(), manager), torch);
      return module;
    } catch (IOException | RuntimeException e) {
      module.close();
      throw e;
    }
  }
}
