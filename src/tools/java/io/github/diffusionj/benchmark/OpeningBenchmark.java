package io.github.diffusionj.benchmark;

import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.weights.SafetensorsWriter;
import io.github.diffusionj.model.weights.TensorSpec;
import io.github.diffusionj.model.weights.TensorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What opening a model of 35.7 million weights costs beside reading its file, once with float32 and
 * once with bfloat16 and float16 weights:
 *
 * <ul>
 *   <li>the time from the folder to a network that is ready, over the time of reading the file's
 *       bytes into memory that is there, the two in turn, the file in the system's cache;
 *   <li>the time of hashing the file, which is done once for each file, over the same;
 *   <li>on Linux, the peak of the resident memory above that before opening, over the file's size.
 * </ul>
 *
 * <p>{@code mvn -q -Pbenchmark -Dbenchmark.name=OpeningBenchmark}.
 */
public final class OpeningBenchmark {

  private static final int ROUNDS = 9;

  /** The architecture of google/ddpm-cifar10-32. */
  private static final String CONFIG =
      """
      {"_class_name": "UNet2DModel", "act_fn": "silu", "attention_head_dim": null,
       "block_out_channels": [128, 256, 256, 256], "center_input_sample": false,
       "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
       "downsample_padding": 0, "flip_sin_to_cos": false, "freq_shift": 1, "in_channels": 3,
       "layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-06,
       "norm_num_groups": 32, "out_channels": 3, "sample_size": 32,
       "time_embedding_type": "positional",
       "up_block_types": ["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"]}
      """;

  private final Path folder;

  private OpeningBenchmark(Path folder) {
    this.folder = folder;
  }

  /**
   * Prints all measurements.
   *
   * @param args the number of threads, and the type of the weights; without the type all in turn
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1) {
      for (String type : List.of("F32", "BF16", "F16")) {
        runAgain(args[0], type);
      }
      return;
    }
    Torch.use(new EngineSettings("cpu", Integer.parseInt(args[0]), Precision.FLOAT32));
    Path temp = Files.createTempDirectory("benchmark");
    TinyModel.create(temp.resolve("first"), 1);
    DiffusionModel.open(ModelFolder.open(temp.resolve("first"))).close();
    OpeningBenchmark benchmark = new OpeningBenchmark(temp.resolve("model"));
    benchmark.create(TensorType.valueOf(args[1]));
    benchmark.memory();
    benchmark.times();
    Files.delete(ModelFolder.open(benchmark.folder).weights());
  }

  /** In a process of its own, since the engine keeps memory that was used once. */
  private static void runAgain(String threads, String type)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OpeningBenchmark.class.getName(), threads, type));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private void create(TensorType type) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), CONFIG);
    ModelFolder model = ModelFolder.open(folder);
    List<TensorSpec> tensors = model.architecture().script().tensors();
    SafetensorsWriter.write(
        model.weights(),
        type,
        tensors,
        tensor -> type == TensorType.F32 ? TinyModel.weights(tensor) : upperHalves(tensor));
    print(
        "%s: %,d weights, %.1f MB",
        type, tensors.stream().mapToLong(TensorSpec::size).sum(), size() / 1e6);
  }

  /** As bfloat16 the weights themselves, as float16 some numbers. */
  private static ByteBuffer upperHalves(TensorSpec tensor) {
    ByteBuffer floats = TinyModel.weights(tensor);
    ByteBuffer halves = ByteBuffer.allocate(floats.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
    while (floats.hasRemaining()) {
      halves.putShort((short) (floats.getInt() >>> Short.SIZE));
    }
    return halves.flip();
  }

  private long size() throws IOException {
    return Files.size(ModelFolder.open(folder).weights());
  }

  private void times() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) size());
    double[] reading = new double[ROUNDS];
    double[] opening = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      reading[round] = milliseconds(() -> readBytes(bytes.clear()));
      opening[round] = milliseconds(() -> DiffusionModel.open(ModelFolder.open(folder)).close());
    }
    double hashing = milliseconds(() -> ModelFolder.open(folder).hash());
    Arrays.sort(reading);
    Arrays.sort(opening);
    double median = reading[ROUNDS / 2];
    print(
        "  reading %.1f ms, opening %.1f ms: ratio %.2f (medians of %d; of the fastest %.2f)",
        median, opening[ROUNDS / 2], opening[ROUNDS / 2] / median, ROUNDS, opening[0] / reading[0]);
    print("  hashing, once for each file, %.1f ms: ratio %.2f", hashing, hashing / median);
  }

  private void readBytes(ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(ModelFolder.open(folder).weights())) {
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        continue;
      }
    }
  }

  private void memory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return;
    }
    System.gc();
    Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak starts anew
    long before = kilobytes(status, "VmRSS:");
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(folder))) {
      long peak = kilobytes(status, "VmHWM:") - before;
      long held = kilobytes(status, "VmRSS:") - before;
      print(
          "  memory above that before: peak %.1f MB, %.2f of the file; then %.1f MB for %s",
          peak / 1e3, peak * 1024.0 / size(), held / 1e3, model.folder().name());
    }
  }

  private static long kilobytes(Path status, String key) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException(status + " has no " + key);
  }

  /** Something to measure. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static double milliseconds(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
