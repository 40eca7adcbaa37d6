package io.github.diffusionj.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.model.ModelFolder;
import io.github.diffusionj.engine.network.DiffusionModel;
import io.github.diffusionj.engine.network.Predictor;
import io.github.diffusionj.engine.network.tiling.TileSettings;
import io.github.diffusionj.engine.network.tiling.TiledPredictor;
import io.github.diffusionj.image.RangeChoice;
import io.github.diffusionj.image.noise.SyntheticScene;
import io.github.diffusionj.task.restore.NoiseChoice;
import io.github.diffusionj.task.restore.RestoreOptions;
import io.github.diffusionj.task.restore.RestoreTask;
import io.github.diffusionj.task.restore.Transform;
import io.github.diffusionj.task.restore.Uncertainty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Large images with the bundled model, from the repository's root:
 *
 * <ul>
 *   <li>how far a tiled prediction is from that of the whole image, where both fit;
 *   <li>what a tiled prediction of 2,048 × 2,048 pixels costs over the sum of its network calls;
 *   <li>the share of reading, mapping and writing in a Restore run;
 *   <li>a stack of 64 slices over 64 single runs, for several sizes;
 *   <li>the peak of resident memory, on Linux, of restoring 4,096 × 4,096 pixels at once.
 * </ul>
 *
 * <p>{@code mvn -q -Pbenchmark -Dbenchmark.name=LargeImages -Dbenchmark.heap=2g}
 */
public final class LargeImages {

  private static final Path MODEL = Path.of("sample-models", "nuclei-64");
  private static final double SIGMA = 20;

  private LargeImages() {}

  /**
   * Prints all measurements.
   *
   * @param args the number of threads
   */
  public static void main(String[] args) throws IOException {
    Torch.use(new EngineSettings("auto", Integer.parseInt(args[0]), Precision.FLOAT32));
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(MODEL))) {
      differences(model);
      overhead(model);
    }
    restoreShare();
    stacks();
    memory();
  }

  private static void differences(DiffusionModel model) {
    int size = 512;
    try (NDManager manager = model.network().newManager()) {
      NDArray x = noisy(manager, size);
      NDArray whole = model.network().predict(x, 57);
      double scale = Math.sqrt(whole.square().mean().getFloat());
      for (int window : new int[] {64, 128, 256}) {
        for (int overlap : new int[] {window / 8, window / 4, window / 2}) {
          TileSettings settings = new TileSettings(0, window, overlap, 1);
          try (NDArray tiled = tiled(model.network(), settings).predict(x, 57)) {
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

  private static void overhead(DiffusionModel model) {
    AtomicLong inside = new AtomicLong();
    Predictor timed =
        (x, t) -> {
          long start = System.nanoTime();
          NDArray output = model.network().predict(x, t);
          inside.addAndGet(System.nanoTime() - start);
          return output;
        };
    try (NDManager manager = model.network().newManager()) {
      NDArray x = manager.zeros(new Shape(1, 1, 2048, 2048));
      TileSettings settings = new TileSettings(0, 512, 64, 1);
      tiled(timed, settings).predict(x, 57).close();
      inside.set(0);
      long start = System.nanoTime();
      tiled(timed, settings).predict(x, 57).close();
      double all = System.nanoTime() - start;
      print("2048 x 2048 tiled over the sum of its network calls: %.4f", all / inside.get());
    }
  }

  private static RestoreTask restore() {
    OptionalDouble unknown = OptionalDouble.empty();
    NoiseChoice noise = new NoiseChoice(Transform.NONE, unknown, unknown, unknown);
    return new RestoreTask(
        new RestoreOptions(
            MODEL, noise, OptionalInt.empty(), 1, Uncertainty.NONE, 1, RangeChoice.AUTO),
        false);
  }

  private static ImagePlus image(int width, int slices) {
    ImagePlus image = IJ.createImage("noisy", width, width, slices, 8);
    float[] clean = SyntheticScene.clean(width, width, 20, 200);
    for (int slice = 1; slice <= slices; slice++) {
      FloatProcessor noisy =
          new FloatProcessor(width, width, SyntheticScene.gaussian(clean, SIGMA, slice));
      image.getStack().setProcessor(noisy.convertToByte(false), slice);
    }
    return image;
  }

  /** All of a run over the same network calls made bare. */
  private static void restoreShare() throws IOException {
    ImagePlus image = image(1024, 1);
    restore().run(image, Progress.NONE);
    double best = Double.MAX_VALUE;
    double run = Double.MAX_VALUE;
    try (DiffusionModel model = DiffusionModel.open(ModelFolder.open(MODEL));
        NDManager manager = model.network().newManager()) {
      NDArray x = manager.zeros(new Shape(1, 1, 1024, 1024));
      TileSettings settings = new TileSettings(0, 512, 64, 1);
      for (int round = 0; round < 3; round++) {
        long start = System.nanoTime();
        tiled(model.network(), settings).predict(x, 57).close();
        long middle = System.nanoTime();
        restore().run(image, Progress.NONE);
        best = Math.min(best, middle - start);
        run = Math.min(run, System.nanoTime() - middle);
      }
    }
    print(
        "Restore of 1024 x 1024: reading, estimating, mapping and writing are %.1f %% of the run",
        100 * (run - best) / run);
  }

  private static void stacks() throws IOException {
    for (int size : new int[] {32, 64, 128, 256}) {
      ImagePlus stack = image(size, 64);
      ImagePlus single = image(size, 1);
      restore().run(stack, Progress.NONE);
      long start = System.nanoTime();
      restore().run(stack, Progress.NONE);
      long middle = System.nanoTime();
      for (int i = 0; i < 64; i++) {
        restore().run(single, Progress.NONE);
      }
      double ratio = (double) (System.nanoTime() - middle) / (middle - start);
      print("64 single runs over a stack of 64 slices of %d x %d: %.2f", size, size, ratio);
    }
  }

  private static void memory() throws IOException {
    restore().run(image(64, 1), Progress.NONE);
    print("peak resident memory before: %d MB", peakMegabytes());
    restore().run(image(4096, 1), Progress.NONE);
    print("peak resident memory of restoring 4096 x 4096: %d MB", peakMegabytes());
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
