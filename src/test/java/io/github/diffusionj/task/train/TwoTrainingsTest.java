package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.task.train.images.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes train into one folder. */
class TwoTrainingsTest {

  @TempDir Path temp;

  @Test
  void theSecondIsRefusedAndTheFirstIsAsIfAlone() throws Exception {
    ShortTraining.run(temp.resolve("whole"), false);
    Path model = temp.resolve("model");
    TrainingFiles files = TrainingFiles.of(model);
    Process first = JavaProcess.start(home("first"), ShortTraining.class, model.toString());
    try {
      while (first.isAlive() && Files.notExists(files.checkpoint())) {
        first.waitFor(10, TimeUnit.MILLISECONDS);
      }
      JavaProcess second = JavaProcess.run(home("second"), ShortTraining.class, model.toString());
      assertThat(second.exitCode()).as(second.err()).isEqualTo(2);
      assertThat(second.err()).contains("Another training is writing to '" + files.folder() + "'.");
      assertThat(first.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      first.destroyForcibly().waitFor();
    }
    assertThat(first.exitValue()).isZero();
    SavedWeights.assertClose(model, temp.resolve("whole"));
    try (Stream<Path> kept = Files.list(files.folder())) {
      assertThat(kept)
          .containsExactlyInAnyOrder(files.checkpoint(), files.folder().resolve("training.json"));
    }
  }

  private Path home(String name) throws IOException {
    return Files.createDirectory(temp.resolve(name));
  }
}
