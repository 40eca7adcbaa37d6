package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.network.ClassInput;
import io.github.diffusionj.model.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The small networks that src/test/python/unet_golden.py makes, and what diffusers gets of them.
 */
public final class GoldenNetworks {

  static final Path ROOT = Path.of("src/test/resources/unet");

  private GoldenNetworks() {}

  /** Names of the networks' folders. */
  static List<String> names() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  public static ModelFolder folder(String name) throws IOException {
    return ModelFolder.open(ROOT.resolve(name));
  }

  /** The network as it is opened, or in the form without packed weights: what a GPU runs. */
  static Network open(String name, boolean plain) throws IOException {
    ModelFolder folder = folder(name);
    if (!plain) {
      return Network.open(folder, Torch.get());
    }
    NDManager manager = Torch.get().newManager();
    return new Network(folder, manager, ScriptLoader.plain(folder, Torch.get(), manager));
  }

  /** The largest difference over the largest output, of all times, with the engine in force. */
  static double relativeDifference(String name, boolean plain) throws IOException {
    double largest = 0;
    try (Safetensors golden = Safetensors.open(ROOT.resolve(name).resolve("golden.safetensors"));
        Network network = open(name, plain);
        NDManager scope = network.newManager()) {
      NDArray x = array(golden, "x", scope);
      float[] times = array(golden, "t", scope).toFloatArray();
      for (int i = 0; i < times.length; i++) {
        // The file's float32 index plus 1 minus 1 has to be that index again.
        double t = (double) times[i] + 1;
        float[] actual = predict(network, folder(name), golden, x, t).toFloatArray();
        float[] expected = array(golden, "y" + i, scope).toFloatArray();
        largest = Math.max(largest, relativeDifference(actual, expected));
      }
    }
    return largest;
  }

  private static NDArray predict(
      Network network, ModelFolder folder, Safetensors golden, NDArray x, double t)
      throws IOException {
    ClassInput.Form form = folder.network().classInput().form();
    if (form == ClassInput.Form.NONE) {
      return network.predict(x, t);
    }
    NDArray labels = array(golden, "labels", x.getManager());
    if (form == ClassInput.Form.VECTOR) {
      return network.predict(x, t, labels);
    }
    float[] values = labels.toFloatArray();
    int[] classes = new int[values.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (int) values[i];
    }
    return network.predict(x, t, classes);
  }

  private static NDArray array(Safetensors file, String name, NDManager scope) throws IOException {
    return Weights.load(file, List.of(file.spec(name)), scope).get(0);
  }

  private static double relativeDifference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values instead of " + expected.length);
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      // The comparison is the wrong way round on purpose: not a number must not pass.
      double d = Math.abs(actual[i] - expected[i]);
      difference = d <= difference ? difference : d;
    }
    return difference / largest;
  }
}
