package io.github.diffusionj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.range.RangeChoice.Mode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeChoiceTextTest {

  @ParameterizedTest
  @CsvSource({
    "0..255, 0, 255, 0..255",
    "-1.5..2, -1.5, 2, -1.5..2",
    "1e-3..+2E3, 0.001, 2000, 0.001..2000",
    "' -20..-10 ', -20, -10, -20..-10",
    "0...5, 0, 0.5, 0..0.5",
    "1e-7..1e20, 1e-7, 1e20, 1.0E-7..1.0E20"
  })
  void twoNumbersAreARangeAndComeBackAsText(String text, double low, double high, String written) {
    RangeChoice choice = RangeChoice.of(text);

    assertThat(choice).isEqualTo(new RangeChoice(Mode.FIXED, low, high));
    assertThat(choice.text()).isEqualTo(written);
    assertThat(RangeChoice.of(written)).isEqualTo(choice);
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "FIXED", mode = EnumSource.Mode.EXCLUDE)
  void modesHaveTheirNameAsText(Mode mode) {
    RangeChoice choice = RangeChoice.of(mode);

    assertThat(RangeChoice.of(choice.text())).isEqualTo(choice);
    assertThat(choice.text()).isEqualTo(choice.text().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fixed",
        "Auto",
        "0-255",
        "0..",
        "..1",
        "1,5..2",
        "0..255..300",
        "NaN..1",
        "a"
      })
  void otherTextsAreRefusedWithTheValidOnes(String text) {
    assertThatThrownBy(() -> RangeChoice.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "range must be auto, type, display, percentile, raw or LOW..HIGH such as 0..4095, but is '"
                + text
                + "'.");
  }

  @Test
  void aRangeWhoseLowEndIsNotBelowItsHighEndIsRefused() {
    assertThatThrownBy(() -> RangeChoice.of("5..5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but the range is 5..5.");
  }
}
