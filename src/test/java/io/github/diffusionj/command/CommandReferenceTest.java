package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.command.parameter.CommandSpec;
import io.github.diffusionj.command.parameter.ParameterSpec;
import io.github.diffusionj.command.run.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The reference of all commands and macro keys, docs/commands.md, which is written out of the
 * commands' own declarations: {@code mvn -q test -Dtest=CommandReferenceTest
 * -Ddiffusionj.reference=write} writes it anew.
 */
class CommandReferenceTest {

  private static final Path FILE = Path.of("docs/commands.md");

  private static final String HEAD =
      """
      # Commands and their macro keys

      Written from the declarations in the code by `CommandReferenceTest`, so it says what this
      version does. In a macro a key that is left out has the default given here, whatever the
      dialog was last set to. A default of "empty" means that the command decides, as the
      description says.
      """;

  @Test
  void theReferenceSaysWhatTheCommandsDeclare() throws IOException {
    String reference = reference();
    if ("write".equals(System.getProperty("diffusionj.reference"))) {
      Files.writeString(FILE, reference);
    }
    assertThat(Files.readString(FILE))
        .as("%s; write it anew with -Ddiffusionj.reference=write", FILE)
        .isEqualTo(reference);
  }

  private static String reference() throws IOException {
    return HEAD
        + PluginsConfigTest.commands()
            .map(CommandReferenceTest::section)
            .collect(Collectors.joining());
  }

  private static String section(PluginsConfigTest.Entry entry) {
    CommandSpec spec = new CommandRun("a command", Diffusion_Command.type(entry.argument())).spec();
    String rows =
        spec.parameters().stream().map(CommandReferenceTest::row).collect(Collectors.joining());
    return "\n## %s\n\n| Key | Default | Allowed | |\n| --- | --- | --- | --- |\n%s"
        .formatted(entry.label(), rows);
  }

  private static String row(ParameterSpec parameter) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            parameter.key(),
            defaultOf(parameter),
            allowed(parameter),
            parameter.description().replace("|", "\\|"));
  }

  private static String defaultOf(ParameterSpec parameter) {
    if (parameter.defaultValue() == null) {
      return parameter.required() ? "must be given" : "empty";
    }
    String text = parameter.format(parameter.defaultValue());
    return text.isEmpty() ? "empty" : text;
  }

  private static String allowed(ParameterSpec parameter) {
    if (parameter.isSwitch()) {
      return "true, false";
    }
    if (!parameter.choices().isEmpty()) {
      return String.join(", ", parameter.choices());
    }
    if (parameter.minimum() != null && parameter.maximum() != null) {
      return "%s to %s"
          .formatted(parameter.format(parameter.minimum()), parameter.format(parameter.maximum()));
    }
    return parameter.minimum() != null ? "from " + parameter.format(parameter.minimum()) : "";
  }
}
