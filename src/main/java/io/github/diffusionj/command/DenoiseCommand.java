package io.github.diffusionj.command;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.GuidedCommand;
import io.github.diffusionj.task.denoise.DenoiseOptions;
import io.github.diffusionj.task.denoise.DenoiseTask;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Denoises the active image from t to 0. */
@Plugin(type = Command.class)
public final class DenoiseCommand extends GuidedCommand {

  @Parameter(
      label = Descriptions.T_OF_IMAGE_LABEL,
      required = false,
      persist = false,
      min = "0",
      max = "1000000",
      description = Descriptions.T_OF_IMAGE)
  private Integer t;

  @Parameter(min = "1", max = "100000", description = Descriptions.FRAMES)
  private int frames = 1;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  protected List<String> firstKeys() {
    return List.of("model", "t");
  }

  @Override
  protected List<String> lastKeys() {
    return List.of("range", "frames", "slices", "channel");
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    DenoiseOptions options =
        new DenoiseOptions(model(), optional(t), sampler(), guidance(), range(), frames);
    result = new DenoiseTask(options, models()).run(part(), progress);
  }
}
