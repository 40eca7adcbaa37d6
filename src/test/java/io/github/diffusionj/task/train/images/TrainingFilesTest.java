package io.github.diffusionj.task.train.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class TrainingFilesTest {

  private static final Map<String, String> OLDER = Map.of("steps", "1");
  private static final Map<String, String> NEWER = Map.of("steps", "2");

  @TempDir Path temp;

  private TrainingFiles files;

  @BeforeEach
  void keepAnOlderTraining() throws IOException {
    files = TrainingFiles.of(temp.resolve("model"));
    assertThat(files.begin(OLDER)).isTrue();
    Files.writeString(files.checkpoint(), "older");
  }

  @Test
  void anOlderTrainingCanBeResumedUntilTheNewerHasACheckpoint() throws IOException {
    assertThat(files.begin(NEWER)).isFalse();
    assertThat(files.resume(OLDER)).hasValue(files.checkpoint());
    files.replace(NEWER, file -> Files.writeString(file, "newer"));
    assertThat(files.resume(NEWER)).hasValue(files.checkpoint());
    assertThat(files.checkpoint()).hasContent("newer");
    assertThatThrownBy(() -> files.resume(OLDER)).hasMessageStartingWith("steps was 2 in");
    assertNothingElseIsLeft();
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesTheOlderTraining() throws IOException {
    assertThatThrownBy(
            () ->
                files.replace(
                    NEWER,
                    file -> {
                      throw new IOException("full");
                    }))
        .hasMessage("full");
    assertThat(files.resume(OLDER)).hasValue(files.checkpoint());
    assertThat(files.checkpoint()).hasContent("older");
    assertNothingElseIsLeft();
  }

  private void assertNothingElseIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(files.folder())) {
      assertThat(left)
          .containsExactlyInAnyOrder(files.checkpoint(), files.folder().resolve("training.json"));
    }
  }

  /** What is left of a process that was killed while it put the newer in the place of the older. */
  @Test
  void aCheckpointWithoutSettingsIsNotResumed() throws IOException {
    Files.delete(files.folder().resolve("training.json"));
    assertThat(files.begin(NEWER)).isFalse();
    assertThatThrownBy(() -> files.resume(NEWER))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("There is no training to resume: ");
  }
}
