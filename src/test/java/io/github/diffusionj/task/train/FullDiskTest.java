package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.task.train.images.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoint grows by a few bytes at each step, and the file system takes no more. */
class FullDiskTest {

  private static final int BLOCK = 512;

  @TempDir Path temp;

  @Test
  void aFullDiskIsReportedAndTrainingGoesOnFromTheLastCheckpointOnceThereIsRoom() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no POSIX shell");
    Path home = Files.createDirectory(temp.resolve("home"));
    Path whole = temp.resolve("whole");
    // Also unpacks the engine, which takes larger files.
    assertThat(JavaProcess.run(home, ShortTraining.class, whole.toString()).exitCode()).isZero();
    long size = Files.size(TrainingFiles.of(whole).checkpoint());
    int blocks = (int) (size / BLOCK) - 2;
    Path model = temp.resolve("place/model");
    JavaProcess full = JavaProcess.runWithin(blocks, home, ShortTraining.class, model.toString());
    assertThat(full.exitCode()).as(full.err()).isEqualTo(2);
    assertThat(full.err())
        .containsPattern(
            "Training stopped at step \\d+, which could not be saved in .*place: .+\\."
                + " What was saved before is good, and resume goes on from it\\.");
    Safetensors.open(TrainingFiles.of(model).checkpoint()).close();
    ModelFolder.open(model);
    assertThat(names(model.getParent())).containsExactly("model", "model.training");
    assertThat(names(TrainingFiles.of(model).folder()))
        .containsExactly("checkpoint.safetensors", "training.json");
    JavaProcess rest = JavaProcess.run(home, ShortTraining.class, model.toString());
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    SavedWeights.assertClose(model, whole);
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList().stream();
    }
  }
}
