package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelImageCommand;
import io.github.diffusionj.task.score.ScoreOptions;
import io.github.diffusionj.task.score.ScoreResult;
import io.github.diffusionj.task.score.ScoreTask;
import java.io.IOException;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows the score of the active, noised image and the estimate of the clean one. */
@Plugin(type = Command.class)
public final class ScoreCommand extends ModelImageCommand {

  @Parameter(
      label = Descriptions.T_OF_IMAGE_LABEL,
      required = false,
      persist = false,
      min = "1",
      max = "1000000",
      description = Descriptions.T_OF_IMAGE)
  private Integer t;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus estimate;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus score;

  @Override
  protected void execute(Progress progress) throws IOException {
    ScoreOptions options = new ScoreOptions(model(), optional(t), range());
    ScoreResult result = new ScoreTask(options, models()).run(part(), progress);
    estimate = result.estimate();
    score = result.score();
  }
}
