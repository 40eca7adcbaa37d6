package io.github.diffusionj.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.network.Network;
import io.github.diffusionj.model.ModelFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The Java side of {@code src/test/python/network_speed.py}, which measures PyTorch in Python in
 * turn with this. Each line of the standard input, such as {@code float32 8}, is a precision and a
 * number of images; the answer is the seconds that one network call took, on the clock and of the
 * processor.
 */
public final class NetworkSpeed {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private NetworkSpeed() {}

  /**
   * Answers until the input ends.
   *
   * @param args the model's folder, the width and height of the images, and the number of threads
   */
  public static void main(String[] args) throws IOException {
    int size = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Map<Precision, Network> networks = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      Torch.use(new EngineSettings("cpu", threads, precision));
      networks.put(precision, Network.open(ModelFolder.open(Path.of(args[0])), Torch.get()));
    }
    out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      out.println(call(networks.get(Precision.of(words[0])), Integer.parseInt(words[1]), size));
    }
    networks.values().forEach(Network::close);
  }

  private static String call(Network network, int images, int size) {
    float[] values = new float[images * 3 * size * size];
    new NoiseField(0).fill(values, 0, 0, 0, 3 * images, size, size);
    try (NDManager scope = network.newManager()) {
      NDArray x = scope.create(values, new Shape(images, 3, size, size));
      long cpu = SYSTEM.getProcessCpuTime();
      long clock = System.nanoTime();
      network.predict(x, 500);
      return (System.nanoTime() - clock) / 1e9 + " " + (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    }
  }
}
