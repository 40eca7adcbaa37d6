package io.github.diffusionj.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.engine.training.trainee.TrainingData;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned of Gaussian images, whose mean depends on their class. */
class MomentsTest {

  private static final int SIZE = 8;
  private static final int IMAGES = 24;
  private static final double DEVIATION = 0.25;
  private static final double[] MEANS = {-0.4, 0.5};

  @TempDir Path temp;

  @Test
  void samplesOfEachClassHaveTheMomentsOfTheData() throws IOException {
    int n = IMAGES;
    float[] samples = train(500);
    int length = SIZE * SIZE;
    for (int c = 0; c < MEANS.length; c++) {
      double sum = 0;
      double squares = 0;
      for (int image = c; image < n; image += MEANS.length) {
        for (int p = 0; p < length; p++) {
          double value = samples[image * length + p];
          sum += value;
          squares += value * value;
        }
      }
      double count = length * n / (double) MEANS.length;
      double mean = sum / count;
      assertThat(mean).as("mean of class " + c).isCloseTo(MEANS[c], within(0.1));
      assertThat(Math.sqrt(squares / count - mean * mean))
          .as("standard deviation of class " + c)
          .isCloseTo(DEVIATION, within(0.08));
    }
  }

  private float[] train(int steps) throws IOException {
    ModelFolder target =
        new ModelFolder(
            temp.resolve("m"),
            TinyModel.network(1).withClasses(MEANS.length + 1),
            SchedulerConfig.ddpm(1000, ScheduleType.LINEAR, Prediction.V_PREDICTION),
            new ModelNotes("type", "", List.of("dark", "bright"), OptionalInt.of(MEANS.length)));
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withSteps(steps)
            .withOptimiser(new OptimiserSettings(5e-3, 20, 1, 0.98))
            .withDropClass(0.1)
            .withSeed(3);
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(target, Optional.empty(), settings),
            Optional.empty(),
            new GaussianImages(),
            Torch.get())) {
      trainer.run((step, loss) -> {}, Progress.NONE);
      return trainer.samples(IMAGES, SIZE, Progress.NONE).orElseThrow();
    }
  }

  /** White noise about the mean of a class. */
  private record GaussianImages() implements TrainingData {

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public int classes() {
      return MEANS.length;
    }

    @Override
    public int read(long index, float[] out, int offset) {
      int label = (int) (index % MEANS.length);
      float[] values = new float[SIZE * SIZE];
      new NoiseField(77).fill(values, 0, index, 0, 1, SIZE, SIZE);
      for (int i = 0; i < values.length; i++) {
        out[offset + i] = (float) (MEANS[label] + DEVIATION * values[i]);
      }
      return label;
    }
  }
}
