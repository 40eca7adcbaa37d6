package io.github.diffusionj.command;

import ij.ImagePlus;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.GuidedCommand;
import io.github.diffusionj.command.base.RegionKey;
import io.github.diffusionj.task.inpaint.InpaintMethod;
import io.github.diffusionj.task.inpaint.InpaintOptions;
import io.github.diffusionj.task.inpaint.InpaintTask;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Fills a region of the active image with what the model finds likely there. */
@Plugin(type = Command.class)
public final class InpaintCommand extends GuidedCommand {

  /** What the method's authors use (Wang, Yu and Zhang 2023, section 4). */
  private static final double ETA = 0.85;

  @Parameter(
      description =
          "ddnm puts the known pixels into each estimate; repaint goes back and forth more, with"
              + " more network calls; diffpir trusts the known pixels less; replace is the plainest.")
  private String method = InpaintMethod.DDNM.label();

  @Parameter(
      label = "Jump (empty: the usual)",
      required = false,
      persist = false,
      min = "1",
      max = "1000",
      description =
          "How many steps ddnm and repaint go back up, again and again; empty for 10 of those, 1 of"
              + " the others.")
  private Integer jump;

  @Parameter(
      label = "Resamplings (empty: the usual)",
      required = false,
      persist = false,
      min = "1",
      max = "1000",
      description =
          "How often each stretch of that many steps is sampled; empty for 4 with ddnm, 3 with"
              + " repaint, 1 with the others.")
  private Integer resamplings;

  @Parameter(
      min = "1",
      max = "1000",
      description =
          "More than 1 gives a 32-bit stack: the mean, the standard deviation, then each sample.")
  private int samples = 1;

  @Parameter(
      label = "Feather (pixels)",
      min = "0",
      max = "1000",
      description =
          "The width inside the selection over which the original passes into what is filled in.")
  private int feather;

  @Parameter(
      persist = false,
      description =
          "What is filled in: the selection, the entries of the roi_manager (those that are selected"
              + " there, or all), the elements of the overlay, or the image of that title as a mask.")
  private String region = RegionKey.SELECTION;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  /** With the defaults of inpainting. */
  public InpaintCommand() {
    super(ETA);
  }

  @Override
  protected List<String> firstKeys() {
    return List.of("model", "method", "region");
  }

  @Override
  protected List<String> suggestions(String key) {
    return key.equals("region") ? RegionKey.suggestions() : super.suggestions(key);
  }

  @Override
  protected List<String> choices(String key) {
    return key.equals("method")
        ? Labelled.labels(
            InpaintMethod.DDNM, InpaintMethod.REPAINT, InpaintMethod.DIFFPIR, InpaintMethod.REPLACE)
        : super.choices(key);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    InpaintOptions options =
        new InpaintOptions(
            model(),
            sampler(),
            guidance(),
            InpaintMethod.of(method),
            optional(jump),
            optional(resamplings),
            samples,
            feather,
            range());
    result =
        new InpaintTask(options, models()).run(part(), RegionKey.source(region, image()), progress);
  }
}
