package io.github.diffusionj.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.base.Progress;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.engine.TinyModel;
import io.github.diffusionj.engine.Torch;
import io.github.diffusionj.engine.training.plan.OptimiserSettings;
import io.github.diffusionj.engine.training.plan.TrainingSettings;
import io.github.diffusionj.engine.training.trainee.ModelTrainee;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import io.github.diffusionj.model.unet.UNetConfig;
import io.github.diffusionj.model.unet.part.Levels;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.model.weights.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  private static final int STEPS = 9;

  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULT
          .withSteps(STEPS)
          .withBatch(4)
          .withOptimiser(new OptimiserSettings(0.01, 3, 0.5, 0.9))
          .withWeighting(LossWeighting.MIN_SNR)
          .withDropClass(0)
          .withSeed(5);

  @TempDir Path temp;

  @Test
  void resumedTrainingReachesTheWeightsOfAnUninterruptedOne() throws IOException {
    ModelFolder whole = target("whole");
    double[] losses = run(whole, Optional.empty(), STEPS, temp.resolve("end"));
    ModelFolder parts = target("parts");
    Path checkpoint = temp.resolve("state/checkpoint.safetensors");
    run(parts, Optional.empty(), 4, checkpoint);
    run(parts, Optional.of(checkpoint), 7, checkpoint);
    double[] resumed = run(parts, Optional.of(checkpoint), STEPS, checkpoint);
    assertThat(resumed).containsExactly(losses, within(1e-5));
    assertClose(parts.weights(), whole.weights());
    assertClose(checkpoint, temp.resolve("end"));
  }

  /** To the roundings of sums whose order depends on where in memory arrays lie. */
  private static void assertClose(Path file, Path expected) throws IOException {
    try (Safetensors a = Safetensors.open(file);
        Safetensors b = Safetensors.open(expected)) {
      assertThat(a.tensors()).isEqualTo(b.tensors());
      for (TensorSpec tensor : b.tensors()) {
        assertThat(values(a, tensor))
            .as(tensor.name())
            .containsExactly(values(b, tensor), within(1e-4f));
      }
    }
  }

  private static float[] values(Safetensors file, TensorSpec tensor) throws IOException {
    float[] values = new float[Math.toIntExact(tensor.size())];
    file.bytes(tensor.name()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? -1 : values[i];
    }
    return values;
  }

  /** Goes on to a step, keeps a checkpoint, saves the model; gives the losses so far. */
  private double[] run(ModelFolder target, Optional<Path> from, int until, Path checkpoint)
      throws IOException {
    try (Trainer trainer = trainer(target, from)) {
      trainer.run((step, loss) -> {}, until(trainer, until));
      trainer.checkpoint(checkpoint);
      trainer.save();
      return Losses.of(trainer.history());
    }
  }

  private static Trainer trainer(ModelFolder target, Optional<Path> from) throws IOException {
    return new Trainer(
        new ModelTrainee(target, Optional.empty(), SETTINGS), from, new WhiteNoise(1), Torch.get());
  }

  private static Progress until(Trainer trainer, int step) {
    return new Progress() {
      @Override
      public void report(double fraction, String message) {}

      @Override
      public boolean cancelled() {
        return trainer.history().steps() >= step;
      }
    };
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesTheOneBefore() throws IOException {
    Path state = temp.resolve("state");
    Path checkpoint = state.resolve("checkpoint.safetensors");
    try (Trainer trainer = trainer(target("m"), Optional.empty())) {
      trainer.run((step, loss) -> {}, until(trainer, 1));
      trainer.checkpoint(checkpoint);
      byte[] before = Files.readAllBytes(checkpoint);
      // A file in place of the folder stands for a disk that can't be written.
      Path away = Files.move(state, temp.resolve("away"));
      Files.createFile(state);
      assertThatThrownBy(() -> trainer.checkpoint(checkpoint)).isInstanceOf(IOException.class);
      Files.delete(state);
      Files.move(away, state);
      assertThat(Files.readAllBytes(checkpoint)).isEqualTo(before);
    }
    try (Trainer trainer = trainer(target("m"), Optional.of(checkpoint))) {
      assertThat(trainer.history().steps()).isEqualTo(1);
    }
  }

  @Test
  void weightsThatAreNoNumbersAreNoCheckpoint() throws IOException {
    Path checkpoint = temp.resolve("checkpoint.safetensors");
    run(target("m"), Optional.empty(), 1, checkpoint);
    byte[] before = Files.readAllBytes(checkpoint);
    ModelFolder broken = target("broken");
    broken.replace(broken.architecture().script().tensors(), CheckpointTest::noNumbers);
    try (Trainer trainer =
        new Trainer(
            new ModelTrainee(target("m"), Optional.of(broken), SETTINGS),
            Optional.empty(),
            new WhiteNoise(1),
            Torch.get())) {
      assertThatThrownBy(() -> trainer.checkpoint(checkpoint))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("are no longer numbers, and are not saved; use a lower lr.");
    }
    assertThat(Files.readAllBytes(checkpoint)).isEqualTo(before);
  }

  private static ByteBuffer noNumbers(TensorSpec tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(tensor.size()) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(Float.NaN);
    }
    return bytes.flip();
  }

  @Test
  void nothingButTheCheckpointIsLeft() throws IOException {
    run(target("m"), Optional.empty(), 1, temp.resolve("state/checkpoint.safetensors"));
    try (Stream<Path> files = Files.list(temp.resolve("state"))) {
      assertThat(files).containsExactly(temp.resolve("state/checkpoint.safetensors"));
    }
  }

  @Test
  void theCheckpointOfAnotherNetworkIsRefused() throws IOException {
    Path checkpoint = temp.resolve("checkpoint.safetensors");
    run(target("m"), Optional.empty(), 1, checkpoint);
    Levels levels = TinyModel.network(1).levels();
    ModelFolder wider =
        new ModelFolder(
            temp.resolve("wider"),
            UNetConfig.of(16, 1, new Levels(levels.down(), levels.up(), List.of(8, 24), 1), 8, 4),
            target("m").scheduler(),
            ModelNotes.NONE);
    assertThatThrownBy(() -> trainer(wider, Optional.of(checkpoint)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoint.safetensors");
  }

  private ModelFolder target(String name) {
    SchedulerConfig scheduler = SchedulerConfig.ddpm(100, ScheduleType.LINEAR, Prediction.EPSILON);
    return new ModelFolder(temp.resolve(name), TinyModel.network(1), scheduler, ModelNotes.NONE);
  }
}
