package io.github.diffusionj.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileTroubleTest {

  private static final Path FILE = Path.of("folder", "a.json");

  @Test
  void whatIsTheNameOfAFileAloneBecomesASentence() {
    assertThat(FileTrouble.sentence(new NoSuchFileException("a")))
        .isEqualTo("The file a does not exist.");
    assertThat(FileTrouble.sentence(new AccessDeniedException("a")))
        .isEqualTo("The file a may not be read or written.");
    assertThat(FileTrouble.sentence(new FileAlreadyExistsException("a")))
        .isEqualTo("The file a exists already.");
    assertThat(FileTrouble.sentence(new IOException("No space left on device")))
        .isEqualTo("No space left on device.");
  }

  @Test
  void anErrorOfReadingNamesTheFile() {
    assertThatThrownBy(
            () ->
                FileTrouble.reading(
                    FILE,
                    file -> {
                      throw new IOException("Input/output error");
                    }))
        .hasMessage("The file " + FILE + " could not be read: Input/output error.");
    assertThatThrownBy(
            () ->
                FileTrouble.reading(
                    FILE,
                    file -> {
                      throw new NoSuchFileException(file.toString());
                    }))
        .isInstanceOf(NoSuchFileException.class);
  }
}
