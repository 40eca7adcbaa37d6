package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.command.parameter.ParameterSpec;
import io.github.diffusionj.command.run.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the jar tells ImageJ and SciJava about the commands. */
class PluginsConfigTest {

  private static final Pattern LINE =
      Pattern.compile(
          "Plugins>DiffusionJ, \"(Diffusion [A-Za-z ]+\\.\\.\\.)\", (\\S+)\\(\"([\\w.]+)\"\\)");

  /** A line of plugins.config. */
  record Entry(String label, String className, String argument) {}

  static List<Entry> entries() throws IOException {
    return resource("/plugins.config")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.contains(">Examples,"))
        .map(PluginsConfigTest::entry)
        .toList();
  }

  private static Entry entry(String line) {
    Matcher matcher = LINE.matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    return new Entry(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PluginsConfigTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Stream<Entry> commands() throws IOException {
    return entries().stream();
  }

  @Test
  void labelsAreUnique() throws IOException {
    assertThat(entries()).extracting(Entry::label).doesNotHaveDuplicates().hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyLineRunsACommandUnderItsLabel(Entry entry) {
    assertThat(entry.className()).isEqualTo(Diffusion_Command.class.getName());
    assertThat(Diffusion_Command.title(entry.argument()) + "...").isEqualTo(entry.label());
    assertThat(Diffusion_Command.type(entry.argument())).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyParameterHasAUniqueKeyAndADescriptionAndAValidDefault(Entry entry) {
    CommandRun run = new CommandRun("a command", Diffusion_Command.type(entry.argument()));
    List<ParameterSpec> parameters = run.spec().parameters();
    assertThat(parameters).extracting(ParameterSpec::key).doesNotHaveDuplicates();
    for (ParameterSpec parameter : parameters) {
      assertThat(parameter.key()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
      assertThat(parameter.description()).as(parameter.key()).endsWith(".");
      if (parameter.defaultValue() != null) {
        assertThat(parameter.parse(parameter.format(parameter.defaultValue())))
            .as(parameter.key())
            .isEqualTo(parameter.defaultValue());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsInSciJavasIndexWithoutAMenuOfItsOwn(Entry entry) throws IOException {
    String index = resource("/META-INF/json/org.scijava.plugin.Plugin");
    assertThat(index).contains('"' + Diffusion_Command.type(entry.argument()).getName() + '"');
    assertThat(index).doesNotContain("menuPath").doesNotContain("\"label\"");
  }
}
