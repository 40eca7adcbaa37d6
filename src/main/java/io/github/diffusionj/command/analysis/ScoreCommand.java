package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelCommand;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.base.SamplingCommand;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.score.ScoreOptions;
import io.github.diffusionj.task.score.ScoreResult;
import io.github.diffusionj.task.score.ScoreTask;
import java.io.IOException;
import java.util.OptionalInt;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows the score of the active, noised image and the estimate of the clean one. */
@Plugin(type = Command.class)
public final class ScoreCommand extends ModelCommand {

  @Parameter private ImagePlus image;

  @Parameter(description = Descriptions.MODEL)
  private String model = SamplingCommand.DEFAULT_MODEL;

  @Parameter(
      label = "t (empty: from the image)",
      required = false,
      persist = false,
      min = "1",
      max = "1000000",
      description = "The timestep that the image is at; empty for the one that it records.")
  private Integer t;

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
  private ImagePlus estimate;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus score;

  @Override
  protected void execute(Progress progress) throws IOException {
    ScoreOptions options =
        new ScoreOptions(
            ModelFolders.catalog().find(model),
            t == null ? OptionalInt.empty() : OptionalInt.of(t),
            RangeChoice.of(range));
    ScoreResult result =
        new ScoreTask(options).run(ItemChoice.of(slices, channel).of(image), progress);
    estimate = result.estimate();
    score = result.score();
  }
}
