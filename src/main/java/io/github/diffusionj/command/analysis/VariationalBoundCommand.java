package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelImageCommand;
import io.github.diffusionj.command.figure.BoundFigure;
import io.github.diffusionj.command.figure.BoundTable;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.task.bound.BoundOptions;
import io.github.diffusionj.task.bound.VariationalBoundTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** How many bits per dimension a model needs for the active image, term by term. */
@Plugin(type = Command.class)
public final class VariationalBoundCommand extends ModelImageCommand {

  private static final String MODEL = "model";

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
      description = "The variance of the reverse steps; model for the one that it samples with.")
  private String variance = MODEL;

  @Parameter(
      label = Descriptions.CLIP_LABEL,
      required = false,
      description =
          "Whether the estimate of the clean image is clipped to the data range; empty for what the"
              + " model's configuration says.")
  private Boolean clip;

  @Parameter(description = "Whether the table has a row for each term, or one for each image.")
  private String table = BoundTable.TERMS.label();

  @Parameter(description = Descriptions.SEED)
  private long seed = 1;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus resultPlot;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable resultTable;

  @Override
  protected List<String> lastKeys() {
    return List.of("range", "table", "seed", "slices", "channel");
  }

  @Override
  protected List<String> choices(String key) {
    return switch (key) {
      case "variance" ->
          Stream.concat(Stream.of(MODEL), Labelled.labels(Variance.values()).stream()).toList();
      case "table" -> Labelled.labels(BoundTable.values());
      default -> super.choices(key);
    };
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    BoundTable rows = BoundTable.of(table);
    BoundOptions options =
        new BoundOptions(
            model(),
            samples,
            timesteps == 0 ? OptionalInt.empty() : OptionalInt.of(timesteps),
            variance.equals(MODEL) ? Optional.empty() : Optional.of(Variance.of(variance)),
            Optional.ofNullable(clip),
            range(),
            seed);
    BoundFigure figure =
        new BoundFigure(new VariationalBoundTask(options, models()).run(part(), progress));
    resultPlot = figure.plot().getImagePlus();
    resultTable = rows.of(figure);
  }
}
