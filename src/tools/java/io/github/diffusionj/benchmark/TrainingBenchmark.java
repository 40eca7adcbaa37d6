package io.github.diffusionj.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.EngineSettings;
import io.github.diffusionj.engine.Precision;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.Trainer;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.engine.training.trainee.TrainingData;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.BlockType;
import io.github.diffusionj.model.unet.part.Levels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What training takes: images per second, the share of a step that is not the network's, the time
 * that was estimated before, and the resident memory of the process (on Linux) after 10, 100 and
 * 1,000 steps. {@code src/test/python/training_speed.py} is the other side: the same network,
 * batch, precision and optimiser in PyTorch.
 *
 * <p>{@code mvn -q -Ptraining-benchmark}, with {@code -Dbenchmark.threads=N} and {@code
 * -Dbenchmark.precision=bfloat16}.
 */
public final class TrainingBenchmark {

  private static final int BATCH = 16;
  private static final int STEPS = 20;
  private static final int WARM = 5;
  private static final int SIZE = 64;
  private static final double SECOND = 1e9;

  private TrainingBenchmark() {}

  /** Prints all measurements; takes the number of threads and the precision. */
  public static void main(String[] args) throws IOException {
    Torch.use(new EngineSettings("auto", Integer.parseInt(args[0]), Precision.FLOAT32));
    Precision precision = Precision.of(args[1]);
    speed(precision);
    memory(precision);
  }

  /**
   * Whole steps and bare ones (forward, loss and backward of the same network on a fixed batch) by
   * turns, so that what else the machine does falls on both alike.
   */
  private static void speed(Precision precision) throws IOException {
    Images images = new Images();
    try (BareStep bare = new BareStep(network(), BATCH, SIZE, precision);
        Trainer trainer = trainer(WARM + STEPS, BATCH, precision, images)) {
      double estimate = trainer.secondsPerStep();
      List<Cost> whole = new ArrayList<>();
      List<Cost> network = new ArrayList<>();
      long[] reading = new long[1];
      Cost[] start = {Cost.now()};
      trainer.run(
          (step, loss) -> {
            Cost end = Cost.now();
            bare.run();
            Cost after = Cost.now();
            if (step > WARM) {
              whole.add(end.minus(start[0]));
              network.add(after.minus(end));
            } else {
              reading[0] = images.nanos;
            }
            start[0] = Cost.now();
          },
          Progress.NONE);
      print(
          "%s: %.2f images/s, %.0f ms for a step of %d (median; processor time %.0f ms)",
          precision,
          BATCH / median(whole, Cost::wall),
          1e3 * median(whole, Cost::wall),
          BATCH,
          1e3 * median(whole, Cost::processor));
      double step = median(whole, Cost::processor);
      print(
          "of a step's processor time: outside the network %.1f %%; of that images %.1f %%, noise %.1f %%",
          100 * (1 - median(network, Cost::processor) / step),
          100 * (images.nanos - reading[0]) / SECOND / STEPS / step,
          100 * noise() / step);
      print(
          "estimated before the first step: %.0f ms, %.2f of what the steps took",
          1e3 * estimate, estimate / median(whole, Cost::wall));
    }
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
    return costs.stream()
        .mapToDouble(part)
        .sorted()
        .skip(costs.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /**
   * What something took, in seconds.
   *
   * @param wall on the clock
   * @param processor of all threads together
   */
  private record Cost(double wall, double processor) {

    static Cost now() {
      long nanos =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
      return new Cost(System.nanoTime() / SECOND, nanos / SECOND);
    }

    Cost minus(Cost before) {
      return new Cost(wall - before.wall, processor - before.processor);
    }
  }

  private static double noise() {
    float[] values = new float[BATCH * SIZE * SIZE];
    long start = System.nanoTime();
    for (int i = 0; i < STEPS; i++) {
      for (int image = 0; image < BATCH; image++) {
        new NoiseField(i).fill(values, image * SIZE * SIZE, image, 0, 1, SIZE, SIZE);
      }
    }
    return (System.nanoTime() - start) / SECOND / STEPS;
  }

  private static void memory(Precision precision) throws IOException {
    try (Trainer trainer = trainer(1000, 2, precision, new Images())) {
      trainer.run(
          (step, loss) -> {
            if (step == 10 || step == 100 || step == 1000) {
              print("after %d steps: %s", step, residentMemory());
            }
          },
          Progress.NONE);
    }
  }

  private static String residentMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }

  private static Trainer trainer(int steps, int batch, Precision precision, TrainingData data)
      throws IOException {
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(steps)
            .withBatch(batch)
            .withOptimiser(new OptimiserSettings(1e-4, 10, 1, 0.999))
            .withDropClass(0)
            .withPrecision(precision);
    ModelFolder target =
        new ModelFolder(
            Files.createTempDirectory("benchmark").resolve("model"),
            network(),
            SchedulerConfig.ddpm(1000, ScheduleType.LINEAR, Prediction.EPSILON),
            ModelNotes.NONE);
    return new Trainer(
        new ModelTrainee(target, Optional.empty(), settings), Optional.empty(), data, Torch.get());
  }

  /** The network of the sample model: 3.9 million weights, attention on the coarsest level. */
  private static UNetConfig network() {
    BlockType down = BlockType.DOWN;
    BlockType up = BlockType.UP;
    Levels levels =
        new Levels(
            List.of(down, down, down, BlockType.ATTENTION_DOWN),
            List.of(BlockType.ATTENTION_UP, up, up, up),
            List.of(16, 32, 64, 128),
            2);
    return UNetConfig.of(SIZE, 1, levels, 32, 8);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are all here
  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** Noise, with the time that it took to make. */
  private static final class Images implements TrainingData {

    private long nanos;

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public int read(long index, float[] out, int offset) {
      long start = System.nanoTime();
      new NoiseField(77).fill(out, offset, index % 100, 0, 1, SIZE, SIZE);
      nanos += System.nanoTime() - start;
      return NO_CLASS;
    }
  }
}
