package io.github.diffusionj.task.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.launch.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A virtual machine of its own, as of a headless Fiji, has to end after a Restore. */
class RestoreEndsTest {

  private static final int MOST_SECONDS = 60;

  @TempDir Path folder;

  @Test
  void noThreadOfARestoreKeepsTheVirtualMachineAlive() throws Exception {
    Process process =
        JavaProcess.start(folder, ShortRestore.class, folder.resolve("model").toString());
    try {
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      String err = Files.readString(folder.resolve("err.txt"));
      assertThat(folder.resolve("out.txt")).as(err).content().contains(ShortRestore.DONE);
      assertThat(ended).as("it ended by itself").isTrue();
      assertThat(process.exitValue()).as(err).isZero();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
