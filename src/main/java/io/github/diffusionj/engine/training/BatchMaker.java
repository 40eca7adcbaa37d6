package io.github.diffusionj.engine.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.Batch;
import io.github.diffusionj.engine.training.trainee.TrainingData;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes the batch of a step: images, times, noise and classes. Each depends on the seed and the
 * number of the step alone, so that a training that is resumed sees what it would have seen.
 */
public final class BatchMaker {

  /** Purposes of random numbers; images are drawn by the same seed with another one. */
  private static final int TIMES = 1;

  private static final int WITHHELD = 2;

  private final TrainingSettings settings;
  private final TrainingData data;
  private final NoiseSchedule schedule;
  private final NoiseField noise;

  public BatchMaker(TrainingSettings settings, TrainingData data, NoiseSchedule schedule) {
    this.settings = settings;
    this.data = data;
    this.schedule = schedule;
    this.noise = new NoiseField(settings.seed());
  }

  /** The batch of a step, counted from 0; its arrays belong to the scope. */
  public Batch make(int step, NDManager scope) {
    int[] times = times(settings.seed(), step, settings.batch(), schedule.steps());
    int length = data.channels() * data.size() * data.size();
    float[] values = new float[settings.batch() * length];
    int[] labels = new int[settings.batch()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.read(imageIndex(step, i), values, i * length);
    }
    Shape shape = new Shape(settings.batch(), data.channels(), data.size(), data.size());
    NDArray clean = scope.create(values, shape);
    NDArray epsilon = scope.create(noise(step, length), shape);
    NDArray noisy =
        clean
            .mul(Batch.factors(times, scope, t -> Math.sqrt(schedule.alphaBar(t))))
            .addi(
                epsilon.mul(Batch.factors(times, scope, t -> Math.sqrt(1 - schedule.alphaBar(t)))));
    NDArray index = Batch.factors(times, scope, t -> t - 1).reshape(settings.batch());
    return new Batch(times, clean, epsilon, noisy, index, classes(labels, step, scope));
  }

  private float[] noise(int step, int length) {
    float[] values = new float[settings.batch() * length];
    for (int i = 0; i < settings.batch(); i++) {
      noise.fill(
          values,
          i * length,
          imageIndex(step, i),
          NoiseStream.TRAINING.first(),
          data.channels(),
          data.size(),
          data.size());
    }
    return values;
  }

  /** Rows of the class embedding, whose last one stands for no class. */
  private Optional<NDArray> classes(int[] labels, int step, NDManager scope) {
    if (data.classes() == 0) {
      return Optional.empty();
    }
    boolean[] withheld = withheld(settings.seed(), step, labels.length, settings.dropClass());
    long[] rows = new long[labels.length];
    for (int i = 0; i < rows.length; i++) {
      boolean none = withheld[i] || labels[i] == TrainingData.NO_CLASS;
      rows[i] = none ? data.classes() : labels[i];
    }
    return Optional.of(scope.create(rows));
  }

  private long imageIndex(int step, int i) {
    return (long) step * settings.batch() + i;
  }

  /** The t of each image of a step, uniform in 1…T. */
  static int[] times(long seed, int step, int batch, int steps) {
    return random(seed, TIMES, step).ints(batch, 1, steps + 1).toArray();
  }

  /** Which images of a step are shown without their class. */
  static boolean[] withheld(long seed, int step, int batch, double probability) {
    SplittableRandom random = random(seed, WITHHELD, step);
    boolean[] withheld = new boolean[batch];
    for (int i = 0; i < batch; i++) {
      withheld[i] = random.nextDouble() < probability;
    }
    return withheld;
  }

  /** Numbers for one purpose, counted from 1, in one step. */
  private static SplittableRandom random(long seed, int purpose, int step) {
    // Scrambled, and steps one apart: SplittableRandom itself goes on by a large odd number, and
    // states that far apart would give each step the numbers of the one before, moved by one.
    SplittableRandom seeds = new SplittableRandom(seed);
    long scrambled = 0;
    for (int i = 0; i < purpose; i++) {
      scrambled = seeds.nextLong();
    }
    return new SplittableRandom(scrambled + step);
  }
}
