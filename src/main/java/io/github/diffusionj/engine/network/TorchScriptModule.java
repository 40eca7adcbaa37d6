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
import io.github.diffusionj.model.json.JsonFile;
import io.github.diffusionj.model.script.ScriptFile;
import io.github.diffusionj.model.torchscript.TorchScriptConfig;
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

  /** Width and height of the image that is tried, if the smallest that the network takes is not. */
  private static final int PROBE_SIZE = 32;

  /** Two images, so that one that mixes up the batch shows. */
  private static final int PROBE_IMAGES = 2;

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
  static TorchScriptModule open(Path file, TorchScriptConfig config, Torch torch, NDManager manager)
      throws IOException {
    ScriptFile.check(file);
    Model model = torch.engine().newModel(NAME, manager.getDevice());
    try {
      model.load(file, null, TO_DEVICE);
      JniUtils.enableInferenceMode((PtSymbolBlock) model.getBlock());
      TorchScriptModule module = new TorchScriptModule(model);
      module.probe(file, config, manager);
      return module;
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new IOException("%s can't be loaded as TorchScript: %s".formatted(file, reason(e)), e);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private void probe(Path file, TorchScriptConfig config, NDManager manager) throws IOException {
    int multiple = config.sizeMultiple();
    int size = multiple * Math.max(1, PROBE_SIZE / multiple);
    Shape in = new Shape(PROBE_IMAGES, config.inChannels(), size, size);
    Shape out = new Shape(PROBE_IMAGES, config.outChannels(), size, size);
    try (NDManager scope = manager.newSubManager()) {
      NDArray x = scope.randomNormal(in);
      NDArray t = scope.ones(new Shape(PROBE_IMAGES));
      NDArray y = scope.zeros(new Shape(PROBE_IMAGES), DataType.INT64);
      NDArray before = x.duplicate();
      NDArray result = config.classes() == 0 ? forward(x, t) : forward(x, t, y);
      if (!x.contentEquals(before)) {
        throw refusal(file, "writes into x", config);
      }
      if (!result.getShape().equals(out)) {
        throw refusal(
            file, "for x of shape %s puts out shape %s".formatted(in, result.getShape()), config);
      }
      if (!result.isInfinite().none().getBoolean() || !result.isNaN().none().getBoolean()) {
        throw refusal(file, "puts out numbers that are not finite", config);
      }
    } catch (EngineException | UnsupportedOperationException | IllegalStateException e) {
      IOException refusal = refusal(file, "can't be called (" + reason(e) + ")", config);
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static IOException refusal(Path file, String what, TorchScriptConfig config) {
    return new IOException(
        "The network in %s %s; expected is %s with C = %d, C' = %d and %s y."
            .formatted(
                file,
                what,
                TorchScriptConfig.SIGNATURE,
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
