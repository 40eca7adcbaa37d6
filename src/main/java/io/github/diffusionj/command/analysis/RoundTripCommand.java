package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.SamplingCommand;
import io.github.diffusionj.command.figure.QualityMeasure;
import io.github.diffusionj.command.figure.RoundTripFigure;
import io.github.diffusionj.task.roundtrip.ClippingMode;
import io.github.diffusionj.task.roundtrip.RoundTripOptions;
import io.github.diffusionj.task.roundtrip.RoundTripResult;
import io.github.diffusionj.task.roundtrip.RoundTripTask;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** How much of the active image comes back after it was noised to t and denoised. */
@Plugin(type = Command.class)
public final class RoundTripCommand extends SamplingCommand {

  @Parameter(
      label = "List of t",
      description = "The times to noise to, separated by commas, each from 0 to T.")
  private String tList = "50,100,200,300,400,500,600,700,800,900";

  @Parameter(
      min = "1",
      max = "1000",
      description = "How many seeds are tried, from the seed on; error bars come from them.")
  private int seeds = 3;

  @Parameter(
      description =
          "Compares clipping the estimate at every step, only the end, and nothing; instead of"
              + " clip.")
  private boolean compareClipping;

  @Parameter(description = "What is plotted over t; the table has all three.")
  private String measure = QualityMeasure.PSNR.label();

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus montage;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus resultPlot;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable resultTable;

  @Override
  protected List<String> firstKeys() {
    return List.of("model", "t_list", "seeds", "compare_clipping", "measure");
  }

  @Override
  protected List<String> choices(String key) {
    return key.equals("measure") ? Labelled.labels(QualityMeasure.values()) : super.choices(key);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    List<ClippingMode> modes =
        compareClipping
            ? List.of(ClippingMode.EVERY_STEP, ClippingMode.AT_THE_END, ClippingMode.NEVER)
            : List.of(ClippingMode.AS_GIVEN);
    QualityMeasure plotted = QualityMeasure.of(measure);
    RoundTripOptions options =
        new RoundTripOptions(
            model(), NumberList.of("t_list", tList), sampler(), seeds, modes, range());
    RoundTripResult result = new RoundTripTask(options, models()).run(part(), progress);
    RoundTripFigure figure = new RoundTripFigure(result);
    montage = result.montage();
    resultPlot = figure.plot(plotted).getImagePlus();
    resultTable = figure.table();
  }
}
