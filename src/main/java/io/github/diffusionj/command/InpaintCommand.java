package io.github.diffusionj.command;

import ij.ImagePlus;
import io.github.diffusionj.engine.Progress;
import io.github.diffusionj.image.RangeChoice;
import io.github.diffusionj.task.InpaintOptions;
import io.github.diffusionj.task.InpaintTask;
import java.io.IOException;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Fills the active image's selection with what the model finds likely there. */
@Plugin(type = Command.class)
public final class InpaintCommand extends SamplingCommand {

  /** What the method's authors use (Wang, Yu and Zhang 2023, section 4). */
  private static final double ETA = 0.85;

  @Parameter private ImagePlus image;

  @Parameter(description = Descriptions.RANGE)
  private String range = "auto";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  /** With the defaults of inpainting. */
  public InpaintCommand() {
    super(ETA);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    InpaintOptions options = new InpaintOptions(model(), sampler(), RangeChoice.of(range));
    result = new InpaintTask(options).run(image, progress);
  }
}
