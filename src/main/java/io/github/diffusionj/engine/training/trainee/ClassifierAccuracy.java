package io.github.diffusionj.engine.training.trainee;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.classifier.NoisyClassifier;
import io.github.diffusionj.engine.training.plan.LossHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How often a classifier of noised images is right, by quarter of 1…T. */
public final class ClassifierAccuracy {

  private static final int BATCH = 16;

  private final NoisyClassifier classifier;
  private final NoiseSchedule schedule;
  private final TrainingData data;
  private final long seed;
  private final NoiseField noise;

  /**
   * Measures a classifier on some images; the same seed gives the same numbers.
   *
   * @param schedule what the classifier was trained with
   * @param data clean images with their classes
   * @param seed of the noise and the timesteps
   */
  public ClassifierAccuracy(
      NoisyClassifier classifier, NoiseSchedule schedule, TrainingData data, long seed) {
    this.classifier = classifier;
    this.schedule = schedule;
    this.data = data;
    this.seed = seed;
    this.noise = new NoiseField(seed);
  }

  /**
   * The share of images whose likeliest class is theirs, for each quarter of 1…T from the least
   * noisy; each image is noised to a t that is uniform in the quarter.
   *
   * @param images how many are tried in each quarter
   */
  public List<Double> quarters(int images, Progress progress) {
    List<Double> shares = new ArrayList<>();
    for (int quarter = 0; quarter < LossHistory.QUARTERS; quarter++) {
      int right = 0;
      for (int first = 0; first < images; first += BATCH) {
        progress.checkCancelled();
        right += right(quarter, first, Math.min(BATCH, images - first));
      }
      shares.add((double) right / images);
    }
    return shares;
  }

  private int right(int quarter, int first, int count) {
    int length = data.channels() * data.size() * data.size();
    float[] values = new float[count * length];
    float[] indices = new float[count];
    int[] wanted = new int[count];
    for (int i = 0; i < count; i++) {
      int t = time(quarter, first + i);
      wanted[i] = data.read(first + i, values, i * length);
      indices[i] = t - 1;
      noise(values, i * length, quarter, first + i, t);
    }
    try (NDManager scope = classifier.newManager()) {
      NDArray x = scope.create(values, new Shape(count, data.channels(), data.size(), data.size()));
      long[] likeliest = classifier.logits(x, indices).argMax(1).toLongArray();
      int right = 0;
      for (int i = 0; i < count; i++) {
        right += likeliest[i] == wanted[i] ? 1 : 0;
      }
      return right;
    }
  }

  private int time(int quarter, int image) {
    long from = 1 + (long) schedule.steps() * quarter / LossHistory.QUARTERS;
    long to = 1 + (long) schedule.steps() * (quarter + 1) / LossHistory.QUARTERS;
    SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + image);
    return (int) (to > from ? random.nextLong(from, to) : from);
  }

  private void noise(float[] values, int offset, int quarter, int image, int t) {
    float[] epsilon = new float[data.channels() * data.size() * data.size()];
    int stream = NoiseStream.QUARTER.number(quarter);
    noise.fill(epsilon, 0, image, stream, data.channels(), data.size(), data.size());
    double signal = Math.sqrt(schedule.alphaBar(t));
    double sigma = Math.sqrt(1 - schedule.alphaBar(t));
    for (int i = 0; i < epsilon.length; i++) {
      values[offset + i] = (float) (signal * values[offset + i] + sigma * epsilon[i]);
    }
  }
}
