package io.github.diffusionj.command.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.task.schedule.ScheduleSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleFigureTest {

  private static final NoiseSchedule TWO = NoiseSchedule.ofBetas(new double[] {0.1, 0.3});
  private static final NoiseSchedule ONE = NoiseSchedule.ofBetas(new double[] {0.2});

  private static ScheduleFigure figure(ScheduleCurve curve) {
    return new ScheduleFigure(
        curve,
        List.of(
            new ScheduleSeries("two", curve, TWO, List.of(TimePoint.at(TWO, 2))),
            new ScheduleSeries("one", curve, ONE, List.of())));
  }

  @Test
  void thePlotHoldsEverySeriesWithinItsLimits() {
    Plot plot = figure(ScheduleCurve.BETA).plot();
    assertThat(plot.getDataObjectArrays(0)[1]).containsExactly(0.1f, 0.3f);
    assertThat(plot.getDataObjectArrays(1)[1]).containsExactly(0.3f); // the sampler's time
    assertThat(plot.getDataObjectArrays(2)[1]).containsExactly(0.2f);
    double[] limits = plot.getLimits();
    assertThat(limits[0]).isLessThanOrEqualTo(1);
    assertThat(limits[1]).isGreaterThanOrEqualTo(2);
    assertThat(limits[2]).isLessThan(0.1 + 1e-6);
    assertThat(limits[3]).isGreaterThan(0.3 - 1e-6);
  }

  @Test
  void theTableHasARowForEachTAndNoNumberWhereAScheduleHasEnded() {
    ResultsTable table = ScheduleFigure.table(List.of(figure(ScheduleCurve.BETA)));
    assertThat(table.getColumnHeadings()).isEqualTo("t\ttwo\tone");
    assertThat(table.getColumn("t")).containsExactly(1, 2);
    assertThat(table.getColumn("two")).containsExactly(0.1, 0.3);
    assertThat(table.getValue("one", 0)).isEqualTo(0.2);
    assertThat(table.getValue("one", 1)).isNaN();
  }

  @Test
  void severalCurvesAreAStackOfPlotsAndATableWithAColumnForEach() {
    List<ScheduleFigure> figures =
        List.of(figure(ScheduleCurve.ALPHA_BAR), figure(ScheduleCurve.LOG_SNR));
    ImagePlus stack = ScheduleFigure.stack(figures);
    assertThat(stack.getStackSize()).isEqualTo(2);
    assertThat(stack.getStack().getSliceLabel(2)).isEqualTo("log_snr");
    ResultsTable table = ScheduleFigure.table(figures);
    assertThat(table.getColumnHeadings())
        .isEqualTo("t\ttwo alpha_bar\tone alpha_bar\ttwo log_snr\tone log_snr");
    assertThat(table.getValue("two alpha_bar", 2)).isCloseTo(0.63, within(1e-12));
    assertThat(table.getValue("two log_snr", 0)).isNaN();
    assertThat(table.getValue("two log_snr", 1)).isCloseTo(Math.log(9), within(1e-12));
  }
}
