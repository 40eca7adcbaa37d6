package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelCommand;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.base.SamplingCommand;
import io.github.diffusionj.command.figure.BoundFigure;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.bound.BoundOptions;
import io.github.diffusionj.task.bound.VariationalBoundTask;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** How many bits per dimension a model needs for the active image, term by term. */
@Plugin(type = Command.class)
public final class VariationalBoundCommand extends ModelCommand {

  @Parameter private ImagePlus image;

  @Parameter(description = Descriptions.MODEL)
  private String model = SamplingCommand.DEFAULT_MODEL;

  @Parameter(
      min = "2",
      max = "1000",
      description = "How often each term is drawn; its standard error comes from that.")
  private int samples = 2;

  @Parameter(
      label = "Timesteps (0: all)",
      min = "0",
      max = "1000000",
      description =
          "How many parts, even in log t, the times are cut into; each sample takes one t of a part"
              + " and counts for all of it; 0 for every t.")
  private int timesteps = 100;

  @Parameter(
      choices = {"model", "fixed_small", "fixed_large", "learned_range"},
      description = "The variance of the reverse steps; model for the one that it samples with.")
  private String variance = "model";

  @Parameter(
      label = "Clip (empty: as the model says)",
      required = false,
      description =
          "Whether the estimate of the clean image is clipped to the data range; empty for what the"
              + " model's configuration says.")
  private Boolean clip;

  @Parameter(description = Descriptions.RANGE)
  private String range = "auto";

  @Parameter(
      choices = {"terms", "images"},
      description = "Whether the table has a row for each term, or one for each image.")
  private String table = "terms";

  @Parameter(description = "The same seed gives the same result.")
  private long seed = 1;

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
  private ImagePlus resultPlot;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable resultTable;

  @Override
  protected void execute(Progress progress) throws IOException {
    BoundOptions options =
        new BoundOptions(
            ModelFolders.catalog().find(model),
            samples,
            timesteps == 0 ? OptionalInt.empty() : OptionalInt.of(timesteps),
            variance.equals("model") ? Optional.empty() : Optional.of(Variance.of(variance)),
            Optional.ofNullable(clip),
            RangeChoice.of(range),
            seed);
    BoundFigure figure =
        new BoundFigure(
            new VariationalBoundTask(options)
                .run(ItemChoice.of(slices, channel).of(image), progress));
    resultPlot = figure.plot().getImagePlus();
    resultTable = table.equals("images") ? figure.images() : figure.terms();
  }
}
