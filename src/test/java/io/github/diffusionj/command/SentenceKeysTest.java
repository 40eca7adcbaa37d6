package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionj.command.parameter.ParameterSpec;
import io.github.diffusionj.command.run.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sentences of refusals begin with the key that is to be changed. Below the commands they can't
 * ask the specification for it, so this holds what they say against it.
 */
class SentenceKeysTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/diffusionj");

  private static final Pattern SENTENCE = Pattern.compile("\"([a-z][a-z0-9_]*) (?:must|can't) ");

  /** Speaks of the keys of a network's configuration. */
  private static final Path NETWORKS = SOURCES.resolve("engine/training/trainee");

  private static List<String> keys(PluginsConfigTest.Entry entry) {
    return new CommandRun("a command", Diffusion_Command.type(entry.argument()))
        .spec().parameters().stream().map(ParameterSpec::key).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "command", "image", "engine"})
  void theKeyThatASentenceBeginsWithIsThatOfSomeCommand(String floor) throws IOException {
    Set<String> known =
        PluginsConfigTest.commands()
            .flatMap(entry -> keys(entry).stream())
            .collect(Collectors.toSet());
    List<String> named = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES.resolve(floor))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher sentence =
            SENTENCE.matcher(file.startsWith(NETWORKS) ? "" : Files.readString(file));
        while (sentence.find()) {
          named.add(sentence.group(1));
        }
      }
    }
    assertThat(named).isNotEmpty().isSubsetOf(known);
  }
}
