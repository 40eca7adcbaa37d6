package io.github.diffusionj.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.DdpmSampler;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.engine.sampling.SamplingListener;
import io.github.diffusionj.engine.sampling.SamplingRequest;
import io.github.diffusionj.engine.session.DiffusionModel;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Levels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What sampling costs beside the network, and whether it leaves memory behind:
 *
 * <ul>
 *   <li>the times of starting the engine, opening a model, the first network calls and later ones;
 *   <li>the ratio of sampling to as many bare network calls with the same batch, the two sides
 *       taken in turn;
 *   <li>the resident memory of the process, on Linux, after 10 and after 1,000 steps.
 * </ul>
 *
 * <p>{@code mvn -q -Pbenchmark}, with {@code -Dbenchmark.threads=N} for more than one thread.
 */
public final class Benchmark {

  private static final int STEPS = 20;
  private static final int ROUNDS = 15;
  private static final SampleShape SHAPE = new SampleShape(4, 1, 64, 64);

  private final DiffusionModel model;

  private Benchmark(DiffusionModel model) {
    this.model = model;
  }

  /**
   * Prints all measurements.
   *
   * @param args the number of threads
   */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("benchmark");
    long start = System.nanoTime();
    Torch.use(new EngineSettings("auto", threads, Precision.FLOAT32));
    print("engine start, %s", since(start));
    ModelFolder files = TinyModel.create(folder.resolve("model"), network(), Prediction.EPSILON);
    start = System.nanoTime();
    try (DiffusionModel model = DiffusionModel.open(files)) {
      print("model opening, %s", since(start));
      Benchmark benchmark = new Benchmark(model);
      benchmark.calls();
      benchmark.ratio();
      benchmark.memory();
    }
    print("%s", Torch.get().report().text());
  }

  /** 1.2 million weights over three levels. */
  private static UNetConfig network() {
    Levels levels =
        new Levels(
            List.of(BlockType.DOWN, BlockType.DOWN, BlockType.DOWN),
            List.of(BlockType.UP, BlockType.UP, BlockType.UP),
            List.of(32, 64, 64),
            1);
    return UNetConfig.of(64, 1, levels, 32, 8);
  }

  private void calls() {
    try (NDManager manager = model.network().newManager()) {
      NDArray x = input(manager);
      for (int call = 1; call <= 5; call++) {
        long start = System.nanoTime();
        call(x, 500);
        print("network call %d of %d images, %s", call, SHAPE.images(), since(start));
      }
    }
  }

  private void ratio() {
    double[] ratios = new double[ROUNDS];
    long fastestSampling = Long.MAX_VALUE;
    long fastestBare = Long.MAX_VALUE;
    SamplingRequest request = request(STEPS);
    float[] start = new float[SHAPE.length()];
    sample(start, request);
    bareCalls(STEPS);
    for (int round = 0; round < ROUNDS; round++) {
      boolean bareFirst = round % 2 == 0;
      long before = bareFirst ? time(() -> bareCalls(STEPS)) : 0;
      long sampling = time(() -> sample(start, request));
      long bare = bareFirst ? before : time(() -> bareCalls(STEPS));
      ratios[round] = (double) sampling / bare;
      fastestSampling = Math.min(fastestSampling, sampling);
      fastestBare = Math.min(fastestBare, bare);
    }
    Arrays.sort(ratios);
    print(
        "%d DDPM steps over %d bare calls: ratio %.4f (median of %d; %.4f to %.4f)",
        STEPS, STEPS, ratios[ROUNDS / 2], ROUNDS, ratios[0], ratios[ROUNDS - 1]);
    print(
        "fastest of each: %.1f ms over %.1f ms, ratio %.4f",
        fastestSampling / 1e6, fastestBare / 1e6, (double) fastestSampling / fastestBare);
  }

  private void memory() throws IOException {
    SampleShape small = new SampleShape(1, 1, 32, 32);
    float[] start = new float[small.length()];
    long[] resident = new long[2];
    int done = 0;
    for (int target : new int[] {10, 1000}) {
      for (; done < target; done += 10) {
        SamplingRequest request = request(small, 10);
        model.sampling().run(start, request, SamplingListener.NONE, Progress.NONE);
      }
      resident[target == 10 ? 0 : 1] = residentKilobytes();
    }
    print(
        "resident memory after 10 steps %d kB, after 1000 in calls of 10 %d kB: %+.2f %%",
        resident[0], resident[1], 100.0 * (resident[1] - resident[0]) / resident[0]);
    long before = residentKilobytes();
    model.sampling().run(start, request(small, 1000), SamplingListener.NONE, Progress.NONE);
    long after = residentKilobytes();
    print(
        "and after 1000 more in one call %d kB: %+.2f %%",
        after, 100.0 * (after - before) / before);
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmRSS.");
  }

  private static long time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private void sample(float[] start, SamplingRequest request) {
    model.sampling().run(start, request, SamplingListener.NONE, Progress.NONE);
  }

  private void bareCalls(int count) {
    try (NDManager manager = model.network().newManager()) {
      NDArray x = input(manager);
      for (int call = 0; call < count; call++) {
        call(x, 1000 - call);
      }
    }
  }

  private void call(NDArray x, int t) {
    try (NDManager scope = x.getManager().newSubManager()) {
      x.attach(scope);
      model.network().predict(x, t);
      x.attach(scope.getParentManager());
    }
  }

  private static NDArray input(NDManager manager) {
    return manager.zeros(
        new Shape(SHAPE.images(), SHAPE.channels(), SHAPE.height(), SHAPE.width()));
  }

  private SamplingRequest request(int steps) {
    return request(SHAPE, steps);
  }

  private SamplingRequest request(SampleShape shape, int steps) {
    NoiseSchedule schedule = model.schedule();
    List<TimePoint> times = TimestepSpacing.TRAILING.points(schedule, schedule.steps(), steps);
    return new SamplingRequest(
        shape,
        new DdpmSampler(Variance.FIXED_SMALL).steps(schedule, times),
        new NoiseField(1),
        0,
        new Clipping.Fixed(1),
        Optional.empty());
  }

  private static String since(long start) {
    return String.format(Locale.ROOT, "%.1f ms", (System.nanoTime() - start) / 1e6);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
