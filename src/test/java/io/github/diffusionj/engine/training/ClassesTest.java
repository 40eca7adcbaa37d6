package io.github.diffusionj.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.Batch;
import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.engine.training.trainee.TrainingData;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.weights.Safetensors;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training with classes, of which the last row of the embedding stands for none. */
class ClassesTest {

  private static final String TABLE = "class_embedding.weight";

  @TempDir Path temp;

  @Test
  void aClassIsWithheldAsOftenAsSaid() throws IOException {
    long none = 0;
    for (int step = 0; step < 100; step++) {
      long[] rows = rows(settings(1, 0.25), images(3, i -> (int) (i % 3)), step);
      none += Arrays.stream(rows).filter(row -> row == 3).count();
      long[] all = rows(settings(1, 0), images(3, i -> (int) (i % 3)), step);
      for (int i = 0; i < rows.length; i++) {
        assertThat(all[i]).isEqualTo((8L * step + i) % 3);
        assertThat(rows[i]).isIn(3L, all[i]);
      }
    }
    // 800 draws of probability 1/4: 200 ± 12.
    assertThat(none).isBetween(150L, 250L);
  }

  @Test
  void anImageWithoutClassIsShownAsNone() throws IOException {
    assertThat(rows(settings(1, 0), images(2, i -> TrainingData.NO_CLASS), 0)).containsOnly(2L);
  }

  private static long[] rows(TrainingSettings settings, TrainingData data, int step)
      throws IOException {
    SchedulerConfig scheduler = SchedulerConfig.ddpm(100, ScheduleType.LINEAR, Prediction.SAMPLE);
    try (NDManager scope = Torch.get().newManager()) {
      Batch batch = new BatchMaker(settings, data, scheduler.schedule()).make(step, scope);
      return batch.classes().orElseThrow().toLongArray();
    }
  }

  @Test
  void bothTheRowsOfTheClassesAndThatOfNoneAreTrained() throws IOException {
    assertThat(changedRows(0.5)).containsExactly(0, 1, 2);
    assertThat(changedRows(0)).containsExactly(0, 1);
    assertThat(changedRows(1)).containsExactly(2);
  }

  /** The rows of the embedding that training from zeros gave a value. */
  private int[] changedRows(double dropClass) throws IOException {
    ModelFolder first = TinyModel.create(temp.resolve("first"), 1);
    ModelFolder target = target("p" + dropClass, "a", "b");
    train(target, Optional.of(first), settings(5, dropClass), images(2, i -> (int) (i % 2)));
    float[][] rows = table(target);
    return IntStream.range(0, 3).filter(row -> anyNonZero(rows[row])).toArray();
  }

  private static boolean anyNonZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aClassThatBothModelsKnowKeepsItsRowAndANewOneStartsAtZero() throws IOException {
    ModelFolder known = target("known", "a", "b");
    train(known, Optional.empty(), settings(2, 0.5), images(2, i -> (int) (i % 2)));
    ModelFolder more = target("more", "b", "c", "a");
    TrainingSettings settings = settings(1, 0.5);
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(more, Optional.of(known), settings),
            Optional.empty(),
            images(3, i -> 0),
            Torch.get())) {
      trainer.save();
    }
    float[][] before = table(known);
    float[][] after = table(more);
    assertThat(after[0]).isEqualTo(before[1]);
    assertThat(after[1]).containsOnly(0);
    assertThat(after[2]).isEqualTo(before[0]);
    assertThat(after[3]).as("none").isEqualTo(before[2]);
  }

  @Test
  void aModelWithClassesGoesOnFromOneWithoutAsIfItHadNone() throws IOException {
    ModelFolder first = TinyModel.create(temp.resolve("first"), 1);
    TrainingData images = images(2, i -> (int) (i % 2));
    SchedulerConfig scheduler = first.scheduler();
    ModelFolder with =
        new ModelFolder(
            temp.resolve("with"), TinyModel.network(1).withClasses(3), scheduler, notes("a", "b"));
    ModelFolder without =
        new ModelFolder(temp.resolve("without"), TinyModel.network(1), scheduler, ModelNotes.NONE);
    double lossWith = train(with, Optional.of(first), settings(1, 0.5), images);
    double lossWithout = train(without, Optional.of(first), settings(1, 0.5), images(0, i -> -1));
    assertThat(lossWith).isCloseTo(lossWithout, within(1e-6));
  }

  @Test
  void aNetworkWithTooFewRowsIsRefused() {
    ModelFolder target = target("few", "a");
    assertThatThrownBy(
            () ->
                new Trainer(
                    new ModelTrainee(target, Optional.empty(), settings(1, 0)),
                    Optional.empty(),
                    images(2, i -> 0),
                    Torch.get()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("num_class_embeds must be 3 for the 2 classes of the images, but is 2.");
  }

  /** Trains and saves; gives the first loss. */
  private static double train(
      ModelFolder target, Optional<ModelFolder> first, TrainingSettings settings, TrainingData data)
      throws IOException {
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(target, first, settings), Optional.empty(), data, Torch.get())) {
      trainer.run((step, loss) -> {}, Progress.NONE);
      trainer.save();
      return trainer.history().loss(0);
    }
  }

  private static float[][] table(ModelFolder model) throws IOException {
    try (Safetensors file = Safetensors.open(model.weights())) {
      int rows = Math.toIntExact(file.spec(TABLE).shape().get(0));
      float[][] table = new float[rows][Math.toIntExact(file.spec(TABLE).shape().get(1))];
      var values = file.bytes(TABLE).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      for (float[] row : table) {
        values.get(row);
      }
      return table;
    }
  }

  private ModelFolder target(String name, String... classes) {
    return new ModelFolder(
        temp.resolve(name),
        TinyModel.network(1).withClasses(classes.length + 1),
        SchedulerConfig.ddpm(100, ScheduleType.LINEAR, Prediction.EPSILON),
        notes(classes));
  }

  private static ModelNotes notes(String... classes) {
    return new ModelNotes("type", "", List.of(classes), OptionalInt.of(classes.length));
  }

  private static TrainingSettings settings(int steps, double dropClass) {
    return TrainingSettings.DEFAULT
        .withSteps(steps)
        .withBatch(8)
        .withOptimiser(new OptimiserSettings(0.01, 0, 1, 0))
        .withDropClass(dropClass)
        .withSeed(5);
  }

  /** Says the class of an image. */
  private interface ClassOf {
    int index(long image);
  }

  /** Images of one grey value, which their index tells. */
  private static TrainingData images(int classes, ClassOf classOf) {
    return new TrainingData() {
      @Override
      public int channels() {
        return 1;
      }

      @Override
      public int size() {
        return 8;
      }

      @Override
      public int classes() {
        return classes;
      }

      @Override
      public int read(long index, float[] out, int offset) {
        Arrays.fill(out, offset, offset + 64, (index % 7 - 3) / 3f);
        return classOf.index(index);
      }
    };
  }
}
