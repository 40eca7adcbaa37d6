package io.github.diffusionj.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.util.ThreadUtil;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.Predictor;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.engine.session.ModelSession;
import io.github.diffusionj.engine.session.OpenModels;
import io.github.diffusionj.engine.tiling.TileSettings;
import io.github.diffusionj.engine.tiling.TiledPredictor;
import io.github.diffusionj.image.file.ImageFiles;
import io.github.diffusionj.image.noise.SyntheticScene;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.result.OutputType;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.batch.BatchOptions;
import io.github.diffusionj.task.batch.BatchOutput;
import io.github.diffusionj.task.batch.BatchTask;
import io.github.diffusionj.task.batch.FolderInput;
import io.github.diffusionj.task.restore.NoiseChoice;
import io.github.diffusionj.task.restore.RestoreOptions;
import io.github.diffusionj.task.restore.RestoreTask;
import io.github.diffusionj.task.restore.Transform;
import io.github.diffusionj.task.restore.Uncertainty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Large images and stacks with the bundled model, from the repository's root. The parts:
 *
 * <ul>
 *   <li>{@code tiles}: how far a tiled prediction is from that of the whole image, where both fit;
 *   <li>{@code overhead}: what a tiled prediction of 2,048 × 2,048 pixels costs over the sum of its
 *       network calls;
 *   <li>{@code restore}: the share of reading, estimating, mapping and writing in a Restore run;
 *   <li>{@code stacks}: 64 single runs over a stack of 64 slices, for several sizes;
 *   <li>{@code files}: 64 files one by one over a batch in which they share network calls;
 *   <li>{@code memory}: the peak of resident memory, on Linux, of restoring 4,096 × 4,096 pixels at
 *       once over that of 1,024 × 1,024. It fails if that is more than {@value #BOUND_MB} MB, six
 *       copies of the image as float32; the heap, which is of fixed size, is not among it.
 * </ul>
 *
 * <p>{@code mvn -q -Pbenchmark -Dbenchmark.name=LargeImages} runs all with one thread, {@code
 * -Dbenchmark.argument="stacks 2"} in addition one of them, here with two.
 */
public final class LargeImages {

  private static final OpenModels MODELS = new OpenModels();

  private static final Path MODEL = Path.of("sample-models", "nuclei-64");
  private static final double SIGMA = 20;
  private static final int SLICES = 64;
  private static final TileSettings WINDOWS = new TileSettings(0, 512, 64, 1);
  private static final int BOUND_MB = 384;

  private static final List<String> PARTS =
      List.of("memory", "tiles", "overhead", "restore", "stacks", "files");

  private LargeImages() {}

  /**
   * Prints the measurements.
   *
   * @param args one, such as "2" or "stacks" or "stacks 2": the number of threads, else 1, for all
   *     parts or the one that is named
   */
  public static void main(String[] args) throws IOException {
    String[] words = args[0].split(" ");
    boolean all = words[0].matches("\\d+");
    int threads = all || words.length > 1 ? Integer.parseInt(words[words.length - 1]) : 1;
    Torch.use(new EngineSettings("auto", threads, Precision.FLOAT32));
    try {
      for (String part : all ? PARTS : List.of(words[0])) {
        run(part);
      }
    } finally {
      ThreadUtil.threadPoolExecutor.shutdown(); // ImageJ's filters leave it waiting for more work
    }
  }

  private static void run(String part) throws IOException {
    switch (part) {
      case "tiles" -> differences();
      case "overhead" -> overhead();
      case "restore" -> restoreShare();
      case "stacks" -> stacks();
      case "files" -> files();
      case "memory" -> memory();
      default ->
          throw new IllegalArgumentException(
              "The part must be one of %s, but is '%s'.".formatted(PARTS, part));
    }
  }

  private static void differences() throws IOException {
    int size = 512;
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(MODEL));
        NDManager manager = model.network().newManager()) {
      NDArray x = noisy(manager, size);
      NDArray whole = model.predictor().predict(x, 57);
      double scale = Math.sqrt(whole.square().mean().getFloat());
      for (int window : new int[] {64, 128, 256}) {
        for (int overlap : new int[] {window / 8, window / 4, window / 2}) {
          TileSettings settings = new TileSettings(0, window, overlap, 1);
          try (NDArray tiled = tiled(model.predictor(), settings).predict(x, 57)) {
            double difference = Math.sqrt(tiled.sub(whole).square().mean().getFloat());
            print(
                "windows of %d, overlap %d: tiled differs from whole by %.2f %% (rms)",
                window, overlap, 100 * difference / scale);
          }
        }
      }
    }
  }

  /** x_t of a picture of discs with noise of σ = 25 of 255. */
  private static NDArray noisy(NDManager manager, int size) {
    float[] values = SyntheticScene.clean(size, size, -0.9, 0.9);
    float[] noise = new float[values.length];
    new NoiseField(1).fill(noise, 0, 0, 0, 1, size, size);
    double sigma = 2 * 25 / 255.0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] + sigma * noise[i]) / Math.sqrt(1 + sigma * sigma));
    }
    return manager.create(values, new Shape(1, 1, size, size));
  }

  private static TiledPredictor tiled(Predictor network, TileSettings settings) {
    return new TiledPredictor(network, settings, 8, Optional.empty(), Progress.NONE);
  }

  private static void overhead() throws IOException {
    AtomicLong inside = new AtomicLong();
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(MODEL));
        NDManager manager = model.network().newManager()) {
      Predictor timed =
          (x, t) -> {
            long start = System.nanoTime();
            NDArray output = model.predictor().predict(x, t);
            inside.addAndGet(System.nanoTime() - start);
            return output;
          };
      tiled(timed, WINDOWS).predict(manager.zeros(new Shape(1, 1, 512, 1024)), 57).close();
      NDArray x = manager.zeros(new Shape(1, 1, 2048, 2048));
      inside.set(0);
      long start = System.nanoTime();
      tiled(timed, WINDOWS).predict(x, 57).close();
      double all = System.nanoTime() - start;
      print(
          "2048 x 2048 tiled over the sum of its network calls: %.4f (aim: at most 1.10)",
          all / inside.get());
    }
  }

  private static RestoreTask restore(ModelSession models) {
    OptionalDouble unknown = OptionalDouble.empty();
    NoiseChoice noise = new NoiseChoice(Transform.NONE, unknown, unknown, unknown);
    return new RestoreTask(
        new RestoreOptions(
            MODEL,
            noise,
            OptionalInt.empty(),
            1,
            Uncertainty.NONE,
            1,
            RangeChoice.AUTO,
            OutputType.SOURCE),
        models,
        false);
  }

  private static ImagePlus image(int width, int slices) {
    ImageStack stack = new ImageStack(width, width);
    float[] clean = SyntheticScene.clean(width, width, 20, 200);
    for (int slice = 1; slice <= slices; slice++) {
      FloatProcessor noisy =
          new FloatProcessor(width, width, SyntheticScene.gaussian(clean, SIGMA, slice));
      stack.addSlice(noisy.convertToByte(false));
    }
    return new ImagePlus("noisy", stack);
  }

  /** All of a run, from file to file, over the same network calls made bare. */
  private static void restoreShare() throws IOException {
    Path folder = Files.createTempDirectory("restore");
    Path source = folder.resolve("noisy.tif");
    ImageFiles.writeTiff(image(1024, 1), source);
    double best = Double.MAX_VALUE;
    double run = Double.MAX_VALUE;
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(MODEL));
        NDManager manager = model.network().newManager()) {
      NDArray x = manager.zeros(new Shape(1, 1, 1024, 1024));
      for (int round = 0; round < 4; round++) {
        long start = System.nanoTime();
        tiled(model.predictor(), WINDOWS).predict(x, 57).close();
        long middle = System.nanoTime();
        ImagePlus restored = restore(MODELS).run(ImageFiles.open(source), Progress.NONE).image();
        ImageFiles.writeTiff(restored, folder.resolve("restored.tif"));
        if (round > 0) { // the first of each is slower
          best = Math.min(best, middle - start);
          run = Math.min(run, System.nanoTime() - middle);
        }
      }
    }
    delete(folder);
    print(
        "Restore of 1024 x 1024: reading, estimating, mapping and writing are %.1f %% of the run"
            + " (aim: below 5)",
        100 * (run - best) / run);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void stacks() throws IOException {
    for (int size : new int[] {32, 64, 128, 256}) {
      ImagePlus stack = image(size, SLICES);
      ImagePlus single = image(size, 1);
      restore(MODELS).run(stack, Progress.NONE);
      restore(MODELS).run(single, Progress.NONE);
      long start = System.nanoTime();
      restore(MODELS).run(stack, Progress.NONE);
      long middle = System.nanoTime();
      for (int i = 0; i < SLICES; i++) {
        restore(MODELS).run(single, Progress.NONE);
      }
      double ratio = (double) (System.nanoTime() - middle) / (middle - start);
      print(
          "%d single runs over a stack of %d slices of %d x %d: %.2f%s",
          SLICES, SLICES, size, size, ratio, size == 64 ? " (aim: at least 1.5)" : "");
    }
  }

  private static void files() throws IOException {
    for (int size : new int[] {32, 64, 128}) {
      Path folder = Files.createTempDirectory("batch");
      for (int i = 0; i < SLICES; i++) {
        Path file = folder.resolve("in/%02d.tif".formatted(i));
        Files.createDirectories(file.getParent());
        ImageFiles.writeTiff(image(size, 1), file);
      }
      batch(folder, "in", "warm");
      long start = System.nanoTime();
      batch(folder, "in", "together");
      long middle = System.nanoTime();
      for (int i = 0; i < SLICES; i++) {
        batch(folder, "in/%02d.tif".formatted(i), "alone");
      }
      double ratio = (double) (System.nanoTime() - middle) / (middle - start);
      print("%d files of %d x %d one by one over a batch: %.2f", SLICES, size, size, ratio);
      delete(folder);
    }
  }

  private static void batch(Path folder, String input, String output) throws IOException {
    FolderInput files = new FolderInput(folder.resolve(input), "*", false);
    BatchOptions options =
        new BatchOptions("restore", "", "", files, folder.resolve(output), "{name}");
    BatchTask.ItemCommand work =
        (image, slices, models, progress) ->
            BatchOutput.of(restore(models).run(image, progress).image());
    new BatchTask(options, work, Throwable::toString, MODELS).run(Progress.NONE);
  }

  private static void memory() throws IOException {
    restore(MODELS).run(image(1024, 1), Progress.NONE);
    long before = peakMegabytes();
    restore(MODELS).run(image(4096, 1), Progress.NONE);
    long growth = peakMegabytes() - before;
    print(
        "peak resident memory: %d MB with 1024 x 1024, %d MB more with 4096 x 4096 (bound: %d)",
        before, growth, BOUND_MB);
    if (growth > BOUND_MB) {
      throw new IllegalStateException("4096 x 4096 pixels took more memory than they may.");
    }
  }

  private static long peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("/proc/self/status has no VmHWM.");
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
