package io.github.diffusionj.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no JSON to this plugin, whichever Gson there is. */
class JsonFileTest {

  private static String nested(int depth) {
    return "{\"a\": " + "[".repeat(depth - 1) + "1" + "]".repeat(depth - 1) + "}";
  }

  @Test
  void sixteenLevelsAreReadAndOneMoreIsNot() {
    assertThat(JsonFile.parse(nested(16)).toString()).isEqualTo(nested(16).replace(" ", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonFile.parse(nested(17)))
        .withMessage("Nesting limit 16 reached");
    assertThatIllegalArgumentException().isThrownBy(() -> JsonFile.parse(nested(100_000)));
  }

  @Test
  void levelsThatWereLeftDoNotCount() {
    String many = "{\"a\": [" + "[{}],".repeat(100) + "1]}";
    assertThat(JsonFile.parse(many).getAsJsonArray("a")).hasSize(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a': TRUE}",
        "{'a': falsE}",
        "{'a': [Null]}",
        "{'a': 'b\nc'}",
        "{'a\tb': 1}",
        "{'a': '\\\n'}",
        "{'a': '\\`'}",
        "{'a': '\\x'}",
        "{'a': '\\u00zz'}",
        "{`a`: 1}",
        "{a: 1}",
        "{'a': b}",
        "{'a': NaN}",
        "{'a': infinity}",
        "{'a'= 1}",
        "{'a': 1; 'b': 2}",
        "{'a': 1,}",
        "{'a': [1,,2]}",
        "{'a': 01}",
        "{'a': 1} // b",
        "{'a': /* b */ 1}",
        "{'a': 1} {}",
        ")]}`\n{'a': 1}",
        "{'a': 1",
        "",
      })
  void whatIsNotStrictlyJsonIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonFile.parse(text.replace('\'', '"').replace('`', '\'')))
        .withMessageNotContaining("JsonReader");
  }

  @Test
  void textsMayHoldWhatIsRefusedOutsideOfThem() {
    String text =
        "{\"TRUE\":\"FALSE // Infinity 'NaN' \\\\\",\"b\":\"\\\" NULL \\n\",\"c\":1E+2,\"d\":true}";
    assertThat(JsonFile.parse(text).toString()).isEqualTo(text);
  }

  @Test
  void theLineOfWhatIsRefusedIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonFile.parse("{\n\n\"a\": True}"))
        .withMessage("the word true has capital letters at line 3");
  }
}
