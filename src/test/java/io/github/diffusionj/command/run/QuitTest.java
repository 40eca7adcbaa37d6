package io.github.diffusionj.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.launch.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Quitting while a network runs: the command stops first, so nothing crashes in native code. */
class QuitTest {

  private static final int MOST_SECONDS = 120;

  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @Test
  void exitWaitsForTheCommandToStop() throws Exception {
    Process process = JavaProcess.start(folder, QuitWhileRunning.class, model(), "exit");
    assertThat(exitCode(process)).isZero();
    assertThat(out()).contains(QuitWhileRunning.STOPPED);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // which has no SIGTERM
  void sigtermWaitsForTheCommandToStop() throws Exception {
    Process process = JavaProcess.start(folder, QuitWhileRunning.class, model());
    while (process.isAlive() && !out().contains(QuitWhileRunning.RUNNING)) {
      Thread.sleep(20);
    }
    process.destroy();
    assertThat(exitCode(process)).isEqualTo(TERMINATED);
    assertThat(out()).contains(QuitWhileRunning.STOPPED);
  }

  private String model() {
    return folder.resolve("model").toString();
  }

  private String out() throws Exception {
    return Files.readString(folder.resolve("out.txt"));
  }

  private static int exitCode(Process process) throws InterruptedException {
    try {
      return process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
