package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelCommand;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.base.SamplingCommand;
import io.github.diffusionj.command.figure.Tables;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.latent.InvertOptions;
import io.github.diffusionj.task.latent.InvertResult;
import io.github.diffusionj.task.latent.InvertRow;
import io.github.diffusionj.task.latent.InvertTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Finds the noise that DDIM makes the active image of. */
@Plugin(type = Command.class)
public final class InvertCommand extends ModelCommand {

  @Parameter private ImagePlus image;

  @Parameter(description = Descriptions.MODEL)
  private String model = SamplingCommand.DEFAULT_MODEL;

  @Parameter(
      label = "t (empty: T)",
      required = false,
      persist = false,
      min = "1",
      max = "1000000",
      description = "The timestep to go to; empty for T, where the image is all noise.")
  private Integer t;

  @Parameter(min = "1", max = "1000000", description = "Steps of ddim, at most t.")
  private int steps = 50;

  @Parameter(
      min = "1",
      max = "100",
      description = "Network calls per step; each makes the inversion more exact.")
  private int iterations = 3;

  @Parameter(
      label = "Compare steps (or empty)",
      required = false,
      description =
          "Other numbers of steps, separated by commas, whose error the table shows, too.")
  private String compare;

  @Parameter(
      label = "Clip (empty: as the model says)",
      required = false,
      description =
          "Whether the estimate of the clean image is clipped to the data range in each step; empty"
              + " for what the model's configuration says.")
  private Boolean clip;

  @Parameter(description = Descriptions.RANGE)
  private String range = "auto";

  @Parameter(label = Descriptions.SLICES_LABEL, persist = false, description = Descriptions.SLICES)
  private String slices = "all";

  @Parameter(
      label = Descriptions.CHANNEL_LABEL,
      persist = false,
      min = "0",
      max = "65535",
      description = Descriptions.CHANNEL)
  private int channel;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable resultTable;

  @Override
  protected void execute(Progress progress) throws IOException {
    InvertOptions options =
        new InvertOptions(
            ModelFolders.catalog().find(model),
            t == null ? OptionalInt.empty() : OptionalInt.of(t),
            steps,
            iterations,
            NumberList.of("compare", compare),
            Optional.ofNullable(clip),
            RangeChoice.of(range));
    InvertResult inverted =
        new InvertTask(options).run(ItemChoice.of(slices, channel).of(image), progress);
    result = inverted.image();
    resultTable = table(inverted.rows());
  }

  private static ResultsTable table(List<InvertRow> rows) {
    ResultsTable table = Tables.empty(4);
    for (InvertRow row : rows) {
      table.addRow();
      table.addValue("Steps", row.steps());
      table.addValue("Calls", row.calls());
      table.addValue("PSNR", row.regenerated().psnr());
      table.addValue("SSIM", row.regenerated().ssim());
      table.addValue("Correlation", row.regenerated().correlation());
      table.addValue("x_t_mean", row.mean());
      table.addValue("x_t_sd", row.deviation());
    }
    Tables.showWhole(table, "Steps", "Calls");
    return table;
  }
}
