package io.github.diffusionj.command.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacroOptionsTest {

  @Test
  void readsValuesFlagsAndBrackets() {
    assertThat(MacroOptions.parse(" t=500  clip model=[C:\\My Models\\cells [2]] next=5\tlast= "))
        .containsExactly(
            entry("t", Optional.of("500")),
            entry("clip", Optional.empty()),
            entry("model", Optional.of("C:\\My Models\\cells [2]")),
            entry("next", Optional.of("5")),
            entry("last", Optional.of("")));
  }

  @Test
  void nothingIsNoOptions() {
    assertThat(MacroOptions.parse("  ")).isEmpty();
  }

  @Test
  void keepsEqualSignsAndBracketsInsideAValue() {
    assertThat(MacroOptions.parse("path=a=b[1]")).isEqualTo(Map.of("path", Optional.of("a=b[1]")));
  }

  @Test
  void refusesAKeyGivenTwice() {
    assertThatThrownBy(() -> MacroOptions.parse("t=1 seed=2 t=3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The key t is given twice.");
  }

  @Test
  void refusesABracketThatIsNotClosed() {
    assertThatThrownBy(() -> MacroOptions.parse("model=[my model t=3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The value of model has no closing bracket.");
  }

  @Test
  void refusesAValueWithoutAKey() {
    assertThatThrownBy(() -> MacroOptions.parse("t=1 =3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is a value without a key: =3.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "500", "two words", "[x]", "[two words]", "a\tb", "ünï çødé", "a]b", "x=y z"})
  void whatItFormatsItReads(String value) {
    assertThat(MacroOptions.parse(MacroOptions.format("key", value) + " other=1"))
        .containsEntry("key", Optional.of(value))
        .containsEntry("other", Optional.of("1"));
  }

  @Test
  void refusesToFormatWhatNoOptionStringCanHold() {
    assertThatThrownBy(() -> MacroOptions.format("model", "a] b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("matching square brackets");
  }
}
