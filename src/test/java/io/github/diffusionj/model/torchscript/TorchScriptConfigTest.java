package io.github.diffusionj.model.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.model.ModelNotes;
import io.github.diffusionj.model.network.TimeInput;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchScriptConfigTest {

  private static final String WHOLE =
      """
      {"in_channels": 3, "size_multiple": 8, "prediction_type": "v_prediction", "time": "sigma"}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    Files.writeString(folder.resolve("torchscript.json"), WHOLE);
    write("scheduler/scheduler_config.json", "{\"_class_name\": \"DDIMScheduler\"}");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void keysThatMayBeAbsentHaveDefaults() throws IOException {
    ModelFolder model = ModelFolder.open(folder);
    assertThat(model.network())
        .isEqualTo(new TorchScriptConfig(3, 3, 0, 8, 0, TimeInput.SIGMA, Prediction.V_PREDICTION));
    assertThat(model.scheduler().prediction()).isEqualTo(Prediction.V_PREDICTION);
    assertThat(ModelFolder.isModel(folder)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "in_channels": 3        | "channels": 3             | There is no key channels; the keys are in_channels, out_channels, sample_size, size_multiple, num_classes, prediction_type, time, data_range.
          "in_channels": 3        | "out_channels": 3         | The key in_channels is missing.
          "in_channels": 3        | "in_channels": 0          | in_channels must be between 1 and 256, but is 0.
          "in_channels": 3        | "in_channels": 1.5        | in_channels must be a whole number, but is 1.5.
          "size_multiple": 8      | "size_multiple": 0        | size_multiple must be between 1 and 256, but is 0.
          "size_multiple": 8      | "size_multiple": 8, "sample_size": 12 | sample_size must be a multiple of size_multiple, but 12 is none of 8.
          "size_multiple": 8      | "size_multiple": 8, "num_classes": -1 | num_classes must be between 0 and 65536, but is -1.
          "size_multiple": 8      | "size_multiple": 8, "data_range": [0, 1] | data_range must be [-1, 1], what the values of clean images run over, but is [0,1].
          "time": "sigma"         | "time": "seconds"         | time must be one of index, fraction, sigma, but is 'seconds'.
          "prediction_type": "v_prediction" | "prediction_type": "flow" | prediction_type must be one of epsilon, sample, v_prediction, score, but is 'flow'.
          """)
  void valueThatIsNotAllowedIsNamed(String found, String instead, String sentence)
      throws IOException {
    Path file = folder.resolve("torchscript.json");
    Files.writeString(file, WHOLE.replace(found, instead));
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + sentence);
  }

  @Test
  void schedulerThatSaysAnotherPredictionIsRefused() throws IOException {
    write(
        "scheduler/scheduler_config.json",
        "{\"_class_name\": \"DDIMScheduler\", \"prediction_type\": \"epsilon\"}");
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .hasMessageEndingWith(
            "prediction_type is \"epsilon\", but torchscript.json says \"v_prediction\"; make them"
                + " agree.");
  }

  @Test
  void sigmaThatIsInfiniteIsRefused() throws IOException {
    write(
        "scheduler/scheduler_config.json",
        "{\"_class_name\": \"DDIMScheduler\", \"rescale_betas_zero_snr\": true}");
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .hasMessageContaining("rescale_betas_zero_snr must be false");
    Files.writeString(
        folder.resolve("torchscript.json"), WHOLE.replace("\"sigma\"", "\"fraction\""));
    assertThat(ModelFolder.open(folder).network().inChannels()).isEqualTo(3);
  }

  @Test
  void modelThatIsTwoKindsAtOnceIsRefused() throws IOException {
    write("unet/config.json", "{}");
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .hasMessage(
            folder
                + " holds both unet/config.json and torchscript.json, but a model has only one of"
                + " them.");
  }

  @Test
  void missingSchedulerAndMissingScriptAreNamed() throws IOException {
    ModelFolder model = ModelFolder.open(folder);
    assertThatThrownBy(model::hash).hasMessageContaining("model.pt is missing");
    Files.delete(folder.resolve("scheduler/scheduler_config.json"));
    assertThatThrownBy(() -> ModelFolder.open(folder))
        .hasMessageContaining("scheduler_config.json is missing");
  }

  @Test
  void trainingNeverWritesOverATorchScriptModel() {
    ModelFolder target =
        new ModelFolder(
            folder,
            new TorchScriptConfig(1, 1, 0, 1, 0, TimeInput.INDEX, Prediction.EPSILON),
            SchedulerConfig.ddpm(10, ScheduleType.LINEAR, Prediction.EPSILON),
            ModelNotes.NONE);
    assertThatThrownBy(target::checkPath).hasMessageContaining("choose another name");
    assertThatThrownBy(target::architecture)
        .hasMessageContaining("is not a U-Net of diffusers' kind");
  }

  @Test
  void timesOfWholeStepsFollowTheirDefinitions() {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    for (int t : new int[] {1, 2, 500, 999, 1000}) {
      assertThat(TimeInput.INDEX.of(t, schedule)).isEqualTo(t - 1);
      assertThat(TimeInput.FRACTION.of(t, schedule)).isEqualTo(t / 1000.0);
      double sigma = TimeInput.SIGMA.of(t, schedule);
      assertThat(1 / (1 + sigma * sigma)).isCloseTo(schedule.alphaBar(t), within(1e-12));
    }
    assertThat(TimeInput.SIGMA.of(0, schedule)).isZero();
  }

  @Test
  void sigmaBetweenWholeStepsIsTheirGeometricMean() {
    NoiseSchedule schedule = NoiseSchedule.of(ScheduleType.LINEAR, 1000, 1e-4, 0.02);
    double low = TimeInput.SIGMA.of(700, schedule);
    double high = TimeInput.SIGMA.of(701, schedule);
    assertThat(TimeInput.SIGMA.of(700.5, schedule)).isCloseTo(Math.sqrt(low * high), within(1e-12));
    assertThat(TimeInput.SIGMA.of(0.5, schedule))
        .isCloseTo(TimeInput.SIGMA.of(1, schedule) / 2, within(1e-15));
  }
}
