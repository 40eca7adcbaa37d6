package io.github.diffusionj.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.command.analysis.SchedulePlotCommand;
import io.github.diffusionj.command.parameter.ParameterSpec;
import io.github.diffusionj.command.run.CommandRun;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.objective.LossWeighting;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.task.roundtrip.ClippingMode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever an enum of choices has, the commands that offer it offer whole. */
class ChoicesTest {

  /** Those that commands offer of what lies below the tasks, where others are files' alone. */
  private static final Set<Class<?>> OFFERED =
      Set.of(
          LossWeighting.class,
          Prediction.class,
          ScheduleCurve.class,
          ScheduleType.class,
          TimestepSpacing.class,
          Variance.class);

  /** What is not offered: no model of Diffusion Train learns the score. */
  private static final Set<Labelled> BESIDES = Set.of(Prediction.SCORE);

  /** Chosen by the switch compare_clipping. */
  private static final Set<Class<?>> SWITCHED = Set.of(ClippingMode.class);

  /** What a key takes beside the labels. */
  private static final Map<String, String> MORE = Map.of("curve", "all", "variance", "model");

  @Test
  void everyEnumOfChoicesIsOfferedWholeAndNothingElseIs() throws IOException {
    Map<Set<String>, List<String>> offers =
        PluginsConfigTest.commands()
            .flatMap(entry -> parameters(entry.argument()))
            .filter(parameter -> !parameter.choices().isEmpty())
            .collect(
                Collectors.groupingBy(
                    ChoicesTest::labels,
                    Collectors.mapping(ParameterSpec::key, Collectors.toList())));
    Set<Set<String>> enums =
        enums().map(ChoicesTest::labels).collect(Collectors.toUnmodifiableSet());
    assertThat(offers.keySet()).as("%s", offers).isEqualTo(enums);
  }

  private static Stream<ParameterSpec> parameters(String command) {
    return new CommandRun("a command", Diffusion_Command.type(command))
        .spec().parameters().stream();
  }

  private static Set<String> labels(ParameterSpec parameter) {
    Set<String> labels = new HashSet<>(parameter.choices());
    assertThat(labels).hasSameSizeAs(parameter.choices());
    labels.remove(MORE.get(parameter.key()));
    return labels;
  }

  private static Set<String> labels(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Labelled.class::cast)
        .filter(choice -> !BESIDES.contains(choice))
        .map(Labelled::label)
        .collect(Collectors.toSet());
  }

  private static Stream<Class<?>> enums() {
    Stream<Class<?>> above =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(
                    Stream.of("command", "task", "engine", "image")
                        .map(name -> "io.github.diffusionj." + name)
                        .toArray(String[]::new))
                .stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(Labelled.class))
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> !SWITCHED.contains(type));
    return Stream.concat(above, OFFERED.stream());
  }

  @Test
  void theTextsOfSchedulePlotNameAllThatTheyTake() {
    assertThat(description("schedule")).contains(Labelled.labels(ScheduleType.values()));
    assertThat(description("curve")).contains(Labelled.labels(ScheduleCurve.values()));
  }

  private static String description(String key) {
    return new CommandRun("a command", SchedulePlotCommand.class)
        .spec().parameters().stream()
            .filter(parameter -> parameter.key().equals(key))
            .findFirst()
            .orElseThrow()
            .description();
  }
}
