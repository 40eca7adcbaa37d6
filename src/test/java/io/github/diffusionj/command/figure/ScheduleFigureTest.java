package io.github.diffusionj.command.figure;

import static org.assertj.core.api.Assertions.assertThat;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.task.ScheduleSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleFigureTest {

  private static final NoiseSchedule TWO = NoiseSchedule.ofBetas(new double[] {0.1, 0.3});
  private static final NoiseSchedule ONE = NoiseSchedule.ofBetas(new double[] {0.2});

  private static ScheduleFigure figure(ScheduleCurve curve) {
    return new ScheduleFigure(
        curve,
        List.of(new ScheduleSeries("two", curve, TWO), new ScheduleSeries("one", curve, ONE)));
  }

  @Test
  void thePlotHoldsEverySeriesWithinItsLimits() {
    Plot plot = figure(ScheduleCurve.BETA).plot();
    assertThat(plot.getDataObjectArrays(0)[1]).containsExactly(0.1f, 0.3f);
    assertThat(plot.getDataObjectArrays(1)[1]).containsExactly(0.2f);
    double[] limits = plot.getLimits();
    assertThat(limits[0]).isLessThanOrEqualTo(1);
    assertThat(limits[1]).isGreaterThanOrEqualTo(2);
    assertThat(limits[2]).isLessThan(0.1 + 1e-6);
    assertThat(limits[3]).isGreaterThan(0.3 - 1e-6);
  }

  @Test
  void theTableHasARowForEachTAndNoNumberWhereAScheduleHasEnded() {
    ResultsTable table = figure(ScheduleCurve.BETA).table();
    assertThat(table.getColumnHeadings()).isEqualTo("t\ttwo\tone");
    assertThat(table.getColumn("t")).containsExactly(1, 2);
    assertThat(table.getColumn("two")).containsExactly(0.1, 0.3);
    assertThat(table.getValue("one", 0)).isEqualTo(0.2);
    assertThat(table.getValue("one", 1)).isNaN();
  }
}
