package io.github.diffusionj.command.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.Parameter;

class CommandSpecTest {

  /** A parameter of each kind. */
  @SuppressWarnings("UnusedVariable") // read by SciJava
  public static final class Example implements Command {
    @Parameter private Thread supplied;

    @Parameter(min = "0", max = "1000", description = "The step.")
    private int stepStart = 10;

    @Parameter(required = false, min = "0")
    private Integer t;

    @Parameter private long seed = 1;

    @Parameter(min = "0", max = "1", style = "slider")
    private double eta = 0.5;

    @Parameter(choices = {"ddpm", "ddim"})
    private String sampler = "ddim";

    @Parameter private String kind = "small";
    @Parameter private boolean clip = true;
    @Parameter private boolean table;

    @Parameter(label = "Which model", required = false)
    private String model;

    @Override
    public void run() {}
  }

  private final CommandSpec spec =
      CommandSpec.of(
          "Diffusion Example",
          new CommandInfo(Example.class),
          List.of(Thread.class),
          key -> key.equals("kind") ? List.of("small", "large") : List.of());

  @Test
  void keysAreTheFieldNamesInSnakeCaseInDeclaredOrder() {
    assertThat(spec.parameters())
        .extracting(ParameterSpec::key)
        .containsExactly(
            "step_start", "t", "seed", "eta", "sampler", "kind", "clip", "table", "model");
  }

  @Test
  void someKeysComeFirstAndSomeLastAndSomeAreLeftOut() {
    CommandSpec other =
        spec.ordered(List.of("model", "eta"), List.of("t", "step_start"))
            .without(Set.of("seed", "stepStart"));
    assertThat(other.parameters())
        .extracting(ParameterSpec::key)
        .containsExactly("model", "eta", "sampler", "kind", "clip", "table", "t");
  }

  @Test
  void labelsComeFromTheAnnotationOrElseFromTheKey() {
    assertThat(spec.parameters().get(0).label()).isEqualTo("Step start");
    assertThat(spec.parameters().get(8).label()).isEqualTo("Which model");
  }

  @Test
  void aMissingKeyHasItsDeclaredDefault() {
    assertThat(spec.read(""))
        .containsEntry("stepStart", 10)
        .containsEntry("t", null)
        .containsEntry("seed", 1L)
        .containsEntry("eta", 0.5)
        .containsEntry("sampler", "ddim")
        .containsEntry("clip", true)
        .containsEntry("table", false)
        .containsEntry("model", null)
        .hasSize(9);
  }

  @Test
  void readsEachType() {
    assertThat(
            spec.read(
                "step_start=5e2 t=7 seed=9007199254740993 eta=0.25 sampler=ddpm kind=large"
                    + " clip=false table model=[two words]"))
        .containsEntry("stepStart", 500)
        .containsEntry("t", 7)
        .containsEntry("seed", 9007199254740993L)
        .containsEntry("eta", 0.25)
        .containsEntry("sampler", "ddpm")
        .containsEntry("kind", "large")
        .containsEntry("clip", false)
        .containsEntry("table", true)
        .containsEntry("model", "two words");
  }

  @Test
  void anOptionalValueMayBeEmpty() {
    assertThat(spec.read("t= model=[]")).containsEntry("t", null).containsEntry("model", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step_start=1001 | step_start must be between 0 and 1000, but is 1001.",
        "step_start=1.5  | step_start must be a whole number between 0 and 1000, but is 1.5.",
        "step_start=     | step_start must be a whole number between 0 and 1000, but is empty.",
        "t=-1            | t must be at least 0, but is -1.",
        "seed=abc        | seed must be a whole number, but is abc.",
        "seed=99999999999999999999 | seed must be a whole number, but is 99999999999999999999.",
        "eta=1.01        | eta must be between 0 and 1, but is 1.01.",
        "eta=NaN         | eta must be a number between 0 and 1, but is NaN.",
        "sampler=euler   | sampler must be one of ddpm, ddim, but is euler.",
        "kind=huge       | kind must be one of small, large, but is huge.",
        "clip=yes        | clip must be true or false, but is yes.",
        "t               | The key t needs a value, as in t=VALUE.",
      })
  void refusesAValueAndSaysWhatIsAllowed(String options, String message) {
    assertThatThrownBy(() -> spec.read(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAnUnknownKeyAndNamesTheKnownOnes() {
    assertThatThrownBy(() -> spec.read("stepStart=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Diffusion Example has no key stepStart; its keys are step_start, t, seed, eta,"
                + " sampler, kind, clip, table, model.");
  }

  @Test
  void refusesAMissingValueThatHasNoDefault() {
    ParameterSpec required =
        new ParameterSpec(
            "model",
            "model",
            "Model",
            "",
            String.class,
            null,
            null,
            null,
            List.of(),
            "",
            true,
            true);
    CommandSpec one = new CommandSpec("Diffusion Example", List.of(required));
    assertThatThrownBy(() -> one.read(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The key model is missing; give it as model=VALUE.");
    assertThatThrownBy(() -> one.read("model="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model must not be empty.");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "step_start=0 t=3 seed=-9223372036854775808 eta=1e-7 sampler=ddpm clip=false table",
    "model=[a folder/with [brackets]] eta=0.1 kind=large",
  })
  void whatIsRecordedReadsBackAsTheSameValues(String options) {
    Map<String, Object> values = spec.read(options);
    String recorded =
        spec.texts(values).entrySet().stream()
            .map(text -> MacroOptions.format(text.getKey(), text.getValue()))
            .collect(Collectors.joining(" "));
    assertThat(spec.read(recorded)).isEqualTo(values);
  }

  @Test
  void recordsWhatIsSetEvenIfItIsTheDefaultButNothingEmptyOrOff() {
    assertThat(spec.texts(spec.read("")).keySet())
        .containsExactlyInAnyOrder("step_start", "seed", "eta", "sampler", "kind", "clip");
  }

  @Test
  void recordsAKeyBeforeTheOnesThatEndWithIt() {
    Map<String, Object> values = new LinkedHashMap<>(spec.read("t=3"));
    assertThat(List.copyOf(spec.texts(values).keySet())).startsWith("t", "step_start");
  }
}
