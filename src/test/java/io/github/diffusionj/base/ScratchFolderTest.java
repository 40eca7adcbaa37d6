package io.github.diffusionj.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.launch.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScratchFolderTest {

  @TempDir Path temp;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("folder"));
  }

  /** Killed while the new one is filled, before and after the first rename, after the second. */
  @ParameterizedTest
  @CsvSource({"0, old", "1, old", "2, old", "-2, new"})
  void aFolderThatWasBeingReplacedIsThereAgain(int last, String content) throws Exception {
    Path path = Files.createDirectory(folder.resolve("model"));
    Files.writeString(path.resolve("a.txt"), "old");
    assertThat(halt(path, last)).isEqualTo(HaltScenario.HALTED);
    assertThat(entries(folder)).anyMatch(entry -> !entry.equals(path));
    ScratchFolder.recover(folder);
    assertThat(entries(folder)).containsExactly(path);
    assertThat(path.resolve("a.txt")).hasContent(content);
  }

  @Test
  void aFolderThatWasBeingMadeIsGone() throws Exception {
    assertThat(halt(folder.resolve("model"), 1)).isEqualTo(HaltScenario.HALTED);
    ScratchFolder.recover(folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsInUseIsLeftAlone() throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Files.writeString(scratch.fresh().resolve("a.txt"), "new");
      ScratchFolder.recover(folder);
      assertThat(scratch.fresh().resolve("a.txt")).hasContent("new");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theOldOneIsKeptWhereAnotherHasTakenItsPlace() throws Exception {
    Path path = Files.createDirectory(folder.resolve("model"));
    Files.writeString(path.resolve("a.txt"), "old");
    halt(path, 2);
    Files.createDirectory(path);
    ScratchFolder.recover(folder);
    assertThat(path).isEmptyDirectory();
    Files.delete(path);
    ScratchFolder.recover(folder);
    assertThat(path.resolve("a.txt")).hasContent("old");
  }

  @Test
  void aPlaceOutsideOfTheFolderIsNoPlace() throws IOException {
    Path scratch = Files.createDirectory(folder.resolve(".scratch-1"));
    Files.createDirectory(scratch.resolve("old"));
    Files.writeString(scratch.resolve("place"), "../elsewhere");
    ScratchFolder.recover(folder);
    assertThat(temp.resolve("elsewhere")).doesNotExist();
    assertThat(scratch.resolve("old")).exists();
  }

  private int halt(Path path, int last) throws IOException, InterruptedException {
    Path home = Files.createDirectory(temp.resolve("home"));
    return JavaProcess.run(home, HaltScenario.class, path.toString(), Integer.toString(last))
        .exitCode();
  }

  private static Stream<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    }
  }
}
