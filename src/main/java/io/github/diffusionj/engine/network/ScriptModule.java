package io.github.diffusionj.engine.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.script.NetworkScript;
import io.github.diffusionj.model.script.ScriptArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script that is loaded into the engine, with weights that belong to the caller. */
public final class ScriptModule implements NetworkModule {

  private static final String NAME = "network";

  /** DJL takes the method to call from an extra array of this name, and lists from equal names. */
  private static final String METHOD = "module_method:";

  private static final String WEIGHTS = "w[]";

  private final boolean packed;
  private final Model model;
  private final ParameterStore parameters = new ParameterStore();

  /**
   * Loads a script.
   *
   * @throws IOException if the temporary folder can't be written or the engine refuses the script
   */
  public ScriptModule(NetworkScript script, Torch torch, NDManager manager) throws IOException {
    packed = script.packed();
    model = torch.engine().newModel(NAME, manager.getDevice());
    try {
      load(script, Files.createTempDirectory("diffusionj"));
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void load(NetworkScript script, Path folder) throws IOException {
    Path file = folder.resolve(NAME + ".pt");
    try {
      ScriptArchive.write(script, file);
      model.load(folder, NAME);
    } catch (MalformedModelException e) {
      throw new IOException("The engine refused the network: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /**
   * Hands float32 weights over, in the script's order. In float32 a script that is not packed uses
   * them where they lie, so they must outlive this module's use; else the module makes its own copy
   * and these are closed.
   */
  public void setWeights(List<NDArray> weights, Precision precision) {
    try (NDManager scope = weights.get(0).getManager().newSubManager()) {
      NDList inputs = new NDList(weights.size() + 1);
      for (NDArray weight : weights) {
        weight.setName(WEIGHTS);
        inputs.add(weight);
      }
      boolean casts = precision != Precision.FLOAT32;
      boolean copies = casts || packed;
      inputs.add(method(scope, casts ? "set_weights_" + precision.label() : "set_weights"));
      run(inputs).close();
      if (copies) {
        weights.forEach(NDArray::close);
      }
    }
  }

  @Override
  public NDArray forward(NDArray x, NDArray t) {
    return run(new NDList(x, t));
  }

  @Override
  public NDArray forward(NDArray x, NDArray t, NDArray y) {
    return run(new NDList(x, t, y));
  }

  /**
   * Runs the form that casts float32 weights on the way, through which gradients reach them.
   *
   * @param inputs x, t and, for a network with classes, those
   */
  public NDArray forwardWithGradient(NDList inputs, Precision precision) {
    NDList all = new NDList(inputs);
    if (precision == Precision.BFLOAT16) {
      all.add(method(inputs.head().getManager(), "forward_bfloat16"));
    }
    return run(all);
  }

  /**
   * Calls a method, always as if for training: the weights alone decide whether a graph is kept,
   * and DJL's other way makes PyTorch warn of a deprecated guard in every session.
   */
  private NDArray run(NDList inputs) {
    return model.getBlock().forward(parameters, inputs, true).singletonOrThrow();
  }

  private static NDArray method(NDManager manager, String name) {
    NDArray marker = manager.create(0f);
    marker.setName(METHOD + name);
    return marker;
  }

  @Override
  public void close() {
    model.close();
  }
}
