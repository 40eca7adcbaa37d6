package io.github.diffusionj.model.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionj.model.json.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the network predicts, as new and old scheduler files say it. */
class SchedulerJsonTest {

  private static SchedulerConfig read(String keys) {
    return SchedulerJson.read(JsonFile.parse("{" + keys.replace('\'', '"') + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'clip_sample': true | epsilon",
        "'predict_epsilon': true | epsilon",
        "'predict_epsilon': false | sample",
        "'predict_epsilon': null | epsilon",
        "'predict_epsilon': false, 'prediction_type': null | sample",
        "'predict_epsilon': false, 'prediction_type': 'sample' | sample",
        "'predict_epsilon': true, 'prediction_type': 'epsilon' | epsilon",
        "'predict_epsilon': null, 'prediction_type': 'v_prediction' | v_prediction",
      })
  void theKeyOfOldFilesIsRead(String keys, String expected) {
    assertThat(read(keys).prediction().label()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"false, sample, epsilon", "false, sample, v_prediction", "true, epsilon, sample"})
  void keysThatContradictAreRefused(String old, String meaning, String type) {
    String keys = "'predict_epsilon': %s, 'prediction_type': '%s'".formatted(old, type);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(keys))
        .withMessage(
            "predict_epsilon is %s, which is prediction_type %s, but prediction_type is %s; make"
                + " them agree.",
            old, meaning, type);
  }

  @Test
  void theOldKeyIsTrueOrFalse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("'predict_epsilon': 'no'"))
        .withMessageStartingWith("predict_epsilon must be true or false");
  }
}
