package io.github.diffusionj.task.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchedulePlotTaskTest {

  private static SchedulePlotOptions options(
      List<ScheduleType> schedules, ScheduleCurve curve, Optional<Path> model) {
    return new SchedulePlotOptions(
        schedules, 2, 0.1, 0.3, model, curve, OptionalInt.empty(), TimestepSpacing.TRAILING);
  }

  @Test
  void aSeriesHasTheCurvesValueAtEachTOfItsSchedule() throws IOException {
    List<ScheduleSeries> series =
        new SchedulePlotTask(
                options(List.of(ScheduleType.LINEAR), ScheduleCurve.ALPHA_BAR, Optional.empty()))
            .run();
    assertThat(series).hasSize(1);
    assertThat(series.get(0).name()).isEqualTo("linear");
    assertThat(series.get(0).t()).containsExactly(0, 1, 2);
    assertThat(series.get(0).values()).containsExactly(new double[] {1, 0.9, 0.63}, within(1e-15));
  }

  @Test
  void aCurveThatIsInfiniteAtTheCleanImageStartsAtStepOne() throws IOException {
    List<ScheduleSeries> series =
        new SchedulePlotTask(
                options(List.of(ScheduleType.LINEAR), ScheduleCurve.SNR, Optional.empty()))
            .run();
    assertThat(series.get(0).t()).containsExactly(1, 2);
    assertThat(series.get(0).values())
        .containsExactly(new double[] {0.9 / 0.1, 0.63 / 0.37}, within(1e-12));
  }

  @Test
  void seriesComeInTheOrderTheyWereAskedFor() throws IOException {
    List<ScheduleType> types = List.of(ScheduleType.SIGMOID, ScheduleType.LINEAR);
    assertThat(new SchedulePlotTask(options(types, ScheduleCurve.BETA, Optional.empty())).run())
        .extracting(ScheduleSeries::name)
        .containsExactly("sigmoid", "linear");
  }

  @Test
  void nothingToPlotIsRefused() {
    assertThatThrownBy(() -> options(List.of(), ScheduleCurve.BETA, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be a schedule or a model to plot.");
  }

  @Test
  void aMissingModelIsNamed() {
    Path missing = Path.of("no such model");
    assertThatThrownBy(
            () ->
                new SchedulePlotTask(options(List.of(), ScheduleCurve.BETA, Optional.of(missing)))
                    .run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such model");
  }

  @Test
  void theTimesOfASamplerLieOnTheCurve() throws IOException {
    SchedulePlotOptions options =
        new SchedulePlotOptions(
            List.of(ScheduleType.LINEAR),
            1000,
            1e-4,
            0.02,
            Optional.empty(),
            ScheduleCurve.ALPHA_BAR,
            OptionalInt.of(4),
            TimestepSpacing.TRAILING);
    ScheduleSeries series = new SchedulePlotTask(options).run().get(0);
    assertThat(series.visitedT()).containsExactly(1000, 750, 500, 250, 0);
    double[] all = series.values();
    assertThat(series.visitedValues()).containsExactly(all[1000], all[750], all[500], all[250], 1);
  }
}
