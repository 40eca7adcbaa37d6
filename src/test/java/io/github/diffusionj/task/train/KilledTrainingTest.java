package io.github.diffusionj.task.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.launch.JavaProcess;
import io.github.diffusionj.model.weights.Safetensors;
import io.github.diffusionj.task.train.images.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTrainingTest {

  private static final int KILLS = 10;
  private static final int MOST_WAIT_MS = 400;

  @TempDir Path temp;

  @Test
  void trainingThatIsKilledTenTimesReachesTheWeightsOfAnUninterruptedOne() throws Exception {
    ShortTraining.run(temp.resolve("whole"), false);
    Path home = Files.createDirectory(temp.resolve("home"));
    Path killed = temp.resolve("killed");
    SplittableRandom random = new SplittableRandom(4);
    for (int kill = 0; kill < KILLS; kill++) {
      killInTheMiddle(home, killed, random.nextInt(MOST_WAIT_MS));
      Path checkpoint = TrainingFiles.of(killed).checkpoint();
      if (Files.exists(checkpoint)) {
        Safetensors.open(checkpoint).close(); // complete, or it would be refused
      }
    }
    JavaProcess last = JavaProcess.run(home, ShortTraining.class, killed.toString());
    assertThat(last.exitCode()).as(last.err()).isZero();
    SavedWeights.assertClose(killed, temp.resolve("whole"));
  }

  /** Kills the process (SIGKILL) a while after it kept its first checkpoint. */
  private static void killInTheMiddle(Path home, Path model, int waitMs)
      throws IOException, InterruptedException {
    Path checkpoint = TrainingFiles.of(model).checkpoint();
    FileTime before = time(checkpoint);
    Process process = JavaProcess.start(home, ShortTraining.class, model.toString());
    try {
      while (process.isAlive() && time(checkpoint).equals(before)) {
        process.waitFor(10, TimeUnit.MILLISECONDS);
      }
      process.waitFor(waitMs, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static FileTime time(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }
}
