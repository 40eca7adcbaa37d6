package io.github.diffusionj.command.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The menu of examples against the macros there are, and those against the menu's commands. */
class ExampleTest {

  private static final Pattern LINE =
      Pattern.compile("Plugins>DiffusionJ>Examples, \"([^\"]+)\", (\\S+)\\(\"(\\w+)\"\\)");
  private static final Pattern CALL = Pattern.compile("run\\(\"(Diffusion [^\"]+)\"");

  private static String config() throws IOException {
    try (InputStream in = ExampleTest.class.getResourceAsStream("/plugins.config")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Matcher> entries() throws IOException {
    return config().lines().map(LINE::matcher).filter(Matcher::matches).toList();
  }

  @Test
  void everyEntryHasAMacroThatRunsCommandsOfTheMenuAlone() throws IOException {
    assertThat(entries()).hasSizeGreaterThanOrEqualTo(4);
    for (Matcher entry : entries()) {
      assertThat(entry.group(2)).isEqualTo(Diffusion_Example.class.getName());
      Matcher calls = CALL.matcher(Diffusion_Example.text(entry.group(3)));
      assertThat(calls.find()).isTrue();
      do {
        assertThat(config()).contains("Plugins>DiffusionJ, \"" + calls.group(1) + "\"");
      } while (calls.find());
    }
  }

  @Test
  void aMissingExampleIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Diffusion_Example.text("nothing"))
        .withMessage("There is no example nothing.");
  }
}
