package io.github.diffusionj.engine.network;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptBuilder;
import io.github.diffusionj.model.weights.TensorStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Brings a network whose script is written here onto a device, in the form that is fast there. */
final class ScriptLoader {

  private ScriptLoader() {}

  /**
   * The packed form on a CPU where that runs and can be tried, and else the plain one.
   *
   * @param manager holds the weights
   */
  static ScriptModule open(ModelFolder folder, Torch torch, NDManager manager) throws IOException {
    Optional<Trial> trial = Trial.of(folder.network());
    if (trial.isPresent() && manager.getDevice().equals(Device.cpu())) {
      try {
        return packed(folder, trial.get(), torch, manager);
      } catch (EngineException e) {
        // This PyTorch has no oneDNN, or that does not compute in this precision here.
      }
    }
    return plain(folder, torch, manager);
  }

  /** The form that runs everywhere. */
  static ScriptModule plain(ModelFolder folder, Torch torch, NDManager manager) throws IOException {
    return load(folder.architecture().script(), folder, torch, manager);
  }

  private static ScriptModule packed(
      ModelFolder folder, Trial trial, Torch torch, NDManager manager) throws IOException {
    ScriptModule module =
        load(folder.architecture().script(ScriptBuilder.WeightForm.PACKED), folder, torch, manager);
    try (NDManager scope = manager.newSubManager()) {
      new NetworkInputs(folder).trial(module, trial.noise(scope), Trial.TIME);
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
