package io.github.diffusionj.command.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void whatWasForeseenIsItsOwnSentence() {
    assertThat(Failure.sentence("Diffusion Noise", new IllegalArgumentException("t is wrong.")))
        .isEqualTo("t is wrong.");
    assertThat(Failure.sentence("x", new UncheckedIOException(new IOException("No such model."))))
        .isEqualTo("No such model.");
  }

  @Test
  void theJdksBarePathsBecomeSentences() {
    assertThat(Failure.sentence("x", new NoSuchFileException("a/b.json")))
        .isEqualTo("The file a/b.json does not exist.");
  }

  @Test
  void aMessageOfAnyLengthStaysReadable() {
    String name = "x".repeat(200_000);
    assertThat(Failure.sentence("x", new IOException(name + " is odd.")))
        .hasSizeBetween(1_000, 2_010)
        .startsWith("xxx")
        .endsWith("x is odd.");
    assertThat(Failure.sentence("x", new IllegalArgumentException("no " + name)))
        .hasSizeBetween(1_000, 2_010)
        .startsWith("no xxx");
    assertThat(Failure.sentence("x", new IllegalStateException(name))).hasSizeLessThan(2_200);
  }

  @Test
  void whatWasNotForeseenIsNamedWithTheCommandAndItsTraceIsLogged() {
    PrintStream previous = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      assertThat(Failure.sentence("Diffusion Noise", new IllegalStateException("oops")))
          .startsWith("Diffusion Noise failed")
          .contains("IllegalStateException: oops")
          .doesNotContain("\tat ");
    } finally {
      System.setErr(previous);
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("\tat " + getClass().getName());
  }
}
