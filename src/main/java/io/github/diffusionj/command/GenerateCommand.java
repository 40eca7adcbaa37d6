package io.github.diffusionj.command;

import ij.ImagePlus;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.GuidedCommand;
import io.github.diffusionj.task.generate.GenerateOptions;
import io.github.diffusionj.task.generate.GenerateTask;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Generates images from noise. */
@Plugin(type = Command.class)
public final class GenerateCommand extends GuidedCommand {

  @Parameter(
      label = "Number of images",
      min = "1",
      max = "100000",
      description = "How many images to generate.")
  private int n = 4;

  @Parameter(
      label = "Width (empty: the model's)",
      required = false,
      persist = false,
      min = "8",
      max = "16384",
      description = "In pixels; empty for the size that the model was trained on.")
  private Integer width;

  @Parameter(
      label = "Height (empty: the model's)",
      required = false,
      persist = false,
      min = "8",
      max = "16384",
      description = "In pixels; empty for the size that the model was trained on.")
  private Integer height;

  @Parameter(min = "1", max = "100000", description = Descriptions.FRAMES)
  private int frames = 1;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  protected List<String> firstKeys() {
    return List.of("model", "n", "width", "height");
  }

  @Override
  protected Set<String> absent() {
    return Set.of("image", "range", "slices", "channel");
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    GenerateOptions options =
        new GenerateOptions(
            model(), n, optional(width), optional(height), sampler(), guidance(), frames);
    result = new GenerateTask(options, models()).run(progress);
  }
}
