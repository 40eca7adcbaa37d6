package io.github.diffusionj.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.classifier.NoisyClassifier;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ClassifierAccuracy;
import io.github.diffusionj.engine.training.trainee.ClassifierTrainee;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.classifier.ClassifierConfig;
import io.github.diffusionj.model.classifier.ClassifierFolder;
import io.github.diffusionj.model.unet.part.BlockType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two classes of 4 × 4 images, N(−m, σ²) and N(m, σ²) in every pixel: at t the log odds of the
 * second are 2·√ᾱ_t·m·Σx / (ᾱ_t·σ² + 1 − ᾱ_t), and the gradient of log p(y | x_t) follows.
 */
class ClassifierTrainingTest {

  private static final double MEAN = 0.2;
  private static final double DEVIATION = 0.5;
  private static final int SIZE = 4;
  private static final int PIXELS = SIZE * SIZE;

  @TempDir Path temp;

  private ClassifierFolder target() throws IOException {
    ModelFolder model = TinyModel.create(temp.resolve("m"), 1);
    ClassifierConfig config =
        ClassifierConfig.of(
            SIZE,
            1,
            List.of(BlockType.DOWN),
            List.of(16),
            1,
            16,
            4,
            List.of("low", "high"),
            model.scheduler().scheduleText());
    return new ClassifierFolder(model, config);
  }

  private static TrainingSettings settings(int steps) {
    return TrainingSettings.DEFAULT
        .withSteps(steps)
        .withBatch(64)
        .withOptimiser(new OptimiserSettings(4e-3, 20, 1, 0.99))
        .withDropClass(0.5);
  }

  @Test
  void theGradientOfATrainedClassifierIsTheExactOne() throws IOException {
    ClassifierFolder target = target();
    NoiseSchedule schedule = target.model().scheduler().schedule();
    try (Trainer trainer =
        new Trainer(
            new ClassifierTrainee(target, settings(1500)), Optional.empty(), DATA, Torch.get())) {
      trainer.run((step, loss) -> {}, Progress.NONE);
      trainer.save();
      assertThat(trainer.history().loss(0)).isCloseTo(Math.log(2), within(0.15));
      assertThat(trainer.samples(1, SIZE, Progress.NONE)).isEmpty();
    }
    try (NoisyClassifier classifier = NoisyClassifier.open(target, Torch.get())) {
      for (int t : new int[] {500, 700}) {
        assertGradient(classifier, schedule.alphaBar(t), t);
      }
      List<Double> shares =
          new ClassifierAccuracy(classifier, schedule, DATA, 7).quarters(1000, Progress.NONE);
      assertAccuracy(shares, schedule);
    }
  }

  /**
   * Within 0.3 of the root mean square over images of both classes at t. That is what so little
   * training gives, and training twice as long 0.17 and 0.11; no gradient would be off by 1, one of
   * the wrong sign by 2.
   */
  private static void assertGradient(NoisyClassifier classifier, double alphaBar, int t) {
    int images = 64;
    float[] x = new float[images * PIXELS];
    NoiseField noise = new NoiseField(11);
    double variance = alphaBar * DEVIATION * DEVIATION + 1 - alphaBar;
    double slope = Math.sqrt(alphaBar) * MEAN / variance;
    double[] expected = new double[x.length];
    for (int i = 0; i < images; i++) {
      noise.fill(x, i * PIXELS, i, 0, 1, SIZE, SIZE);
      double sum = 0;
      for (int k = i * PIXELS; k < (i + 1) * PIXELS; k++) {
        double mean = Math.sqrt(alphaBar) * (i % 2 == 0 ? -MEAN : MEAN);
        x[k] = (float) (mean + Math.sqrt(variance) * x[k]);
        sum += x[k];
      }
      // log p(high | x) = −ln(1 + exp(−2·slope·Σx)), so each pixel's derivative is the same.
      double low = 1 / (1 + Math.exp(2 * slope * sum));
      Arrays.fill(expected, i * PIXELS, (i + 1) * PIXELS, 2 * slope * low);
    }
    int[] high = new int[images];
    Arrays.fill(high, 1);
    try (NDManager scope = classifier.newManager()) {
      NDArray array = scope.create(x, new Shape(images, 1, SIZE, SIZE));
      float[] actual = classifier.gradient(array, t, high).toFloatArray();
      double error = 0;
      double power = 0;
      for (int i = 0; i < images; i++) {
        // Summed over an image, as the network's own edges share it out unevenly.
        double sum = 0;
        for (int k = i * PIXELS; k < (i + 1) * PIXELS; k++) {
          sum += actual[k];
        }
        error += Math.pow(sum - PIXELS * expected[i * PIXELS], 2);
        power += Math.pow(PIXELS * expected[i * PIXELS], 2);
      }
      assertThat(Math.sqrt(error / power)).as("t = " + t).isLessThan(0.3);
    }
  }

  /** The best there can be is Φ(√(pixels·ᾱ/v)·m); over the first quarter 0.87. */
  private static void assertAccuracy(List<Double> shares, NoiseSchedule schedule) {
    assertThat(shares).hasSize(4);
    assertThat(shares.get(0)).isGreaterThan(0.8);
    assertThat(shares.get(0)).isGreaterThan(shares.get(2));
    assertThat(shares.get(3)).as("hardly any signal").isBetween(0.4, 0.65);
    assertThat(schedule.alphaBar(875)).isLessThan(0.01);
  }

  @Test
  void aTrainingThatIsResumedHasTheSameLosses() throws IOException {
    ClassifierFolder target = target();
    Path checkpoint = temp.resolve("checkpoint.safetensors");
    double[] losses;
    try (Trainer whole =
        new Trainer(
            new ClassifierTrainee(target, settings(6)), Optional.empty(), DATA, Torch.get())) {
      whole.run(
          (step, loss) -> {
            if (step == 3) {
              whole.checkpoint(checkpoint);
            }
          },
          Progress.NONE);
      losses = Losses.of(whole.history());
    }
    try (Trainer resumed =
        new Trainer(
            new ClassifierTrainee(target, settings(6)),
            Optional.of(checkpoint),
            DATA,
            Torch.get())) {
      assertThat(resumed.history().steps()).isEqualTo(3);
      resumed.run((step, loss) -> {}, Progress.NONE);
      assertThat(Losses.of(resumed.history())).containsExactly(losses, within(1e-5));
    }
  }

  @Test
  void dataOfOtherClassesAreRefused() throws IOException {
    ClassifierFolder target = target();
    assertThatThrownBy(
            () ->
                new Trainer(
                    new ClassifierTrainee(target, settings(1)),
                    Optional.empty(),
                    new WhiteNoise(1),
                    Torch.get()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The classifier must have as many classes as the images, 0, but has 2.");
  }

  private static final NoiseField PIXEL_NOISE = new NoiseField(3);

  private static final TwoClasses DATA =
      (index, out, offset) -> {
        PIXEL_NOISE.fill(out, offset, index, 0, 1, SIZE, SIZE);
        int label = (int) (index % 2);
        for (int i = offset; i < offset + PIXELS; i++) {
          out[i] = (float) ((label == 0 ? -MEAN : MEAN) + DEVIATION * out[i]);
        }
        return label;
      };
}
