package io.github.diffusionj.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder is replaced while renames fail. */
class FileTreeTest {

  @TempDir Path folder;

  private int renames;

  /** Bit n - 1 of {@code failing} is set where rename n fails; there are three at most. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void theOldFolderIsThereWhicheverRenamesFail(int failing) throws IOException {
    Path path = Files.createDirectory(folder.resolve("model"));
    Files.writeString(path.resolve("a.txt"), "old");
    Throwable failure = replaceFailing(path, failing);
    boolean replaced = (failing & 3) == 0;
    boolean stranded = (failing & 7) == 6;
    assertThat(failure == null).isEqualTo(replaced);
    if (stranded) {
      assertThat(failure)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(holding("old").toString())
          .hasMessageContaining(holding("new").toString())
          .hasMessageEndingWith("rename 2 fails.");
      assertThat(path).doesNotExist();
    } else {
      assertThat(holding(replaced ? "new" : "old")).isEqualTo(path);
      assertThat(entries()).containsExactly(path);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFolderThatIsNewIsThereWholeOrNotAtAll(int failing) throws IOException {
    Path path = folder.resolve("model");
    Throwable failure = replaceFailing(path, failing);
    assertThat(failure == null).isEqualTo(failing == 0);
    assertThat(Files.exists(path)).isEqualTo(failing == 0);
    assertThat(entries()).hasSize(failing == 0 ? 1 : 0);
  }

  @Test
  void twoWritersOfAFileHaveTwoParts() {
    Path file = folder.resolve("a.txt");
    Path part = AtomicFile.part(file);
    assertThat(part).isNotEqualTo(AtomicFile.part(file)).hasParentRaw(folder);
    assertThat(part.getFileName().toString()).startsWith(AtomicFile.PREFIX).endsWith("-a.txt");
  }

  @Test
  void onlyThePartsOfTheFilesAreSwept() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(AtomicFile.part(file), "half");
    Files.writeString(AtomicFile.part(file), "half");
    Path other = Files.writeString(AtomicFile.part(folder.resolve("b-a.txt")), "half");
    AtomicFile.sweep(List.of(file, folder.resolve("missing/a.txt")));
    assertThat(entries()).containsExactly(other);
  }

  private Throwable replaceFailing(Path path, int failing) {
    boolean replaces = Files.exists(path);
    return catchThrowable(
        () ->
            FileTree.replace(
                path,
                folder,
                fresh -> Files.writeString(fresh.resolve("a.txt"), "new"),
                (from, to) -> {
                  if (replaces) {
                    holding("old");
                  }
                  renames++;
                  if ((failing >> (renames - 1) & 1) == 1) {
                    throw new IOException("rename " + renames + " fails");
                  }
                  Files.move(from, to);
                }));
  }

  /** The one folder with that content. */
  private Path holding(String content) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files = paths.filter(Files::isRegularFile).toList();
      List<Path> found = files.stream().filter(file -> content.equals(read(file))).toList();
      assertThat(found).as("files with '%s'", content).hasSize(1);
      return found.get(0).getParent();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }
}
