package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelImageCommand;
import io.github.diffusionj.command.figure.Tables;
import io.github.diffusionj.task.latent.InvertOptions;
import io.github.diffusionj.task.latent.InvertResult;
import io.github.diffusionj.task.latent.InvertRow;
import io.github.diffusionj.task.latent.InvertTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Finds the noise that DDIM makes the active image of. */
@Plugin(type = Command.class)
public final class InvertCommand extends ModelImageCommand {

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

  @Parameter(label = Descriptions.CLIP_LABEL, required = false, description = Descriptions.CLIP)
  private Boolean clip;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable resultTable;

  @Override
  protected void execute(Progress progress) throws IOException {
    InvertOptions options =
        new InvertOptions(
            model(),
            optional(t),
            steps,
            iterations,
            NumberList.of("compare", compare),
            Optional.ofNullable(clip),
            range());
    InvertResult inverted = new InvertTask(options, models()).run(part(), progress);
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
