package io.github.diffusionj.engine.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.network.NetworkConfig;
import io.github.diffusionj.model.script.ScriptFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network that somebody else wrote as a TorchScript file. It computes in the number types that
 * the file says, whatever the engine's precision.
 */
final class TorchScriptModule implements NetworkModule {

  private static final String NAME = "network";

  /** DJL's option for weights that were saved from another device. */
  private static final Map<String, String> TO_DEVICE = Map.of("mapLocation", "true");

  /** Two images, so that one that mixes up the batch shows. */
  private static final int TRIAL_IMAGES = 2;

  /** The handle of DJL's arrays of texts, which PyTorch does not know. */
  private static final long TEXT = -1;

  private final Model model;
  private final ParameterStore parameters = new ParameterStore();

  private TorchScriptModule(Model model) {
    this.model = model;
  }

  /**
   * Loads a file and calls the network once.
   *
   * @throws IOException with a sentence, if the file is no TorchScript file, can't be loaded, takes
   *     other inputs or puts out something else
   */
  static TorchScriptModule open(ModelFolder folder, Torch torch, NDManager manager)
      throws IOException {
    Path file = folder.weights();
    ScriptFile.check(file);
    Model model = torch.engine().newModel(NAME, manager.getDevice());
    try {
      model.load(file, null, TO_DEVICE);
      JniUtils.enableInferenceMode((PtSymbolBlock) model.getBlock());
      TorchScriptModule module = new TorchScriptModule(model);
      module.tryOut(folder, manager);
      return module;
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new IOException("%s can't be loaded as TorchScript: %s".formatted(file, reason(e)), e);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void tryOut(ModelFolder folder, NDManager manager) throws IOException {
    NetworkConfig config = folder.network();
    Path file = folder.weights();
    Trial trial = Trial.of(config).orElseThrow().withImages(TRIAL_IMAGES);
    SampleShape shape = trial.shape();
    Shape out = new Shape(TRIAL_IMAGES, config.outChannels(), shape.height(), shape.width());
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = trial.noise(scope);
      NDArray before = x.duplicate();
      NDArray result = new NetworkInputs(folder).trial(this, x, Trial.TIME);
      if (!x.contentEquals(before)) {
        throw refusal(file, "writes into x", config);
      }
      if (!result.getShape().equals(out)) {
        throw refusal(
            file,
            "for x of shape %s puts out shape %s".formatted(x.getShape(), result.getShape()),
            config);
      }
      if (Trial.magnitude(result).isEmpty()) {
        throw refusal(file, "puts out numbers that are not finite", config);
      }
    } catch (EngineException | UnsupportedOperationException | IllegalStateException e) {
      IOException refusal = refusal(file, "can't be called (" + reason(e) + ")", config);
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static IOException refusal(Path file, String what, NetworkConfig config) {
    return new IOException(
        "The network in %s %s; expected is %s with C = %d, C' = %d and %s y."
            .formatted(
                file,
                what,
                ScriptFile.SIGNATURE,
                config.inChannels(),
                config.outChannels(),
                config.classes() == 0 ? "without" : "with"));
  }

  /** The one line of PyTorch's message that says what happened: after a traceback, the last. */
  private static String reason(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    boolean traced = lines.size() > 1 && message.contains("Traceback of TorchScript");
    String line = lines.get(traced ? lines.size() - 1 : 0);
    return JsonFile.brief(line.replaceFirst("^(builtins\\.)?RuntimeError: ", ""));
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
   * Calls the network; as if for training since DJL's other way makes PyTorch warn of a deprecated
   * guard. No graph is kept: DJL freezes the parameters of what it loads.
   */
  private NDArray run(NDList inputs) {
    try (NDList outputs = model.getBlock().forward(parameters, inputs, true)) {
      if (outputs.size() != 1 || ((PtNDArray) outputs.get(0)).getHandle() == TEXT) {
        throw new IllegalStateException("it puts out something else than one tensor");
      }
      return float32(outputs.get(0));
    }
  }

  /** DJL's own conversion asks for the type first, which for bfloat16 ends the process. */
  private static NDArray float32(NDArray array) {
    return JniUtils.to((PtNDArray) array, DataType.FLOAT32, array.getManager().getDevice());
  }

  @Override
  public void close() {
    model.close();
  }
}
