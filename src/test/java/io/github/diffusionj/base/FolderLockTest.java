package io.github.diffusionj.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.launch.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path temp;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("folder"));
  }

  @Test
  void theSecondInAProcessIsRefusedAndDoesNotFreeIt() throws Exception {
    try (FolderLock lock = FolderLock.take(folder, "batch")) {
      assertThat(lock).isNotNull();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> FolderLock.take(temp.resolve("./folder"), "batch"))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("Another batch is writing to '")
            .hasMessageContaining("folder");
      }
      JavaProcess other = JavaProcess.run(home("other"), LockScenario.class, folder.toString());
      assertThat(other.exitCode()).isEqualTo(LockScenario.REFUSED);
      assertThat(other.err()).contains("Another child is writing to '" + folder + "'.");
    }
    assertThat(folder).isEmptyDirectory();
    FolderLock.take(folder, "batch").close();
  }

  @Test
  void whatAKilledProcessHadIsTakenOver() throws Exception {
    Path home = home("killed");
    Process process = JavaProcess.start(home, LockScenario.class, folder.toString());
    try {
      while (process.isAlive() && Files.size(home.resolve("out.txt")) == 0) {
        process.waitFor(10, TimeUnit.MILLISECONDS);
      }
      assertThat(FolderLock.tryTake(folder)).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(folder.resolve(FolderLock.NAME)).exists();
    Optional<FolderLock> lock = FolderLock.tryTake(folder);
    assertThat(lock).isPresent();
    lock.get().close();
    assertThat(folder).isEmptyDirectory();
  }

  /** Each deletes the file again and again while the others open it. */
  @Test
  void ofManyProcessesOneHasItAtATime() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          JavaProcess.start(home("home" + i), LockScenario.class, folder.toString(), "2000"));
    }
    for (int i = 0; i < processes.size(); i++) {
      assertThat(processes.get(i).waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(processes.get(i).exitValue())
          .as(Files.readString(temp.resolve("home" + i).resolve("err.txt")))
          .isZero();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileThatIsAnothersByNowStays() throws IOException {
    Path file = folder.resolve(FolderLock.NAME);
    try (FolderLock lock = FolderLock.take(folder, "batch")) {
      assertThat(lock).isNotNull();
      Files.delete(file); // somebody removed the folder, and another process made it anew
      Files.writeString(file, "another's");
    }
    assertThat(file).hasContent("another's");
  }

  private Path home(String name) throws IOException {
    return Files.createDirectory(temp.resolve(name));
  }
}
