package io.github.diffusionj.command;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.GuidedCommand;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
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

  @Parameter private ImagePlus image;

  @Parameter(
      label = "t (empty: from the image)",
      required = false,
      persist = false,
      min = "0",
      max = "1000000",
      description = "The timestep that the image is at; empty for the one that it records.")
  private Integer t;

  @Parameter(description = Descriptions.RANGE)
  private String range = "auto";

  @Parameter(min = "1", max = "100000", description = Descriptions.FRAMES)
  private int frames = 1;

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

  /** With the defaults of denoising. */
  public DenoiseCommand() {
    super(0);
  }

  @Override
  protected List<String> firstKeys() {
    return List.of("model", "t");
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    DenoiseOptions options =
        new DenoiseOptions(
            model(), optional(t), sampler(), guidance(), RangeChoice.of(range), frames);
    result = new DenoiseTask(options).run(ItemChoice.of(slices, channel).of(image), progress);
  }
}
