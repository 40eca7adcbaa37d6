package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.OpenImages;
import io.github.diffusionj.command.base.SamplingCommand;
import io.github.diffusionj.task.latent.InterpolateOptions;
import io.github.diffusionj.task.latent.InterpolateTask;
import io.github.diffusionj.task.latent.LatentKind;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Goes from the slice in view of the active image to that of another one in some steps, by mixing
 * them at t.
 */
@Plugin(type = Command.class)
public final class InterpolateCommand extends SamplingCommand {

  @Parameter(label = "Second image", description = "The title of the open image to go to.")
  private String image2;

  @Parameter(
      label = "t",
      min = "1",
      max = "1000000",
      description = "Where they are mixed: the later, the freer what lies between.")
  private int t = 400;

  @Parameter(
      label = "Number of images",
      min = "2",
      max = "1000",
      description = "How many images, both ends included.")
  private int n = 9;

  @Parameter(
      description =
          "Whether both get the same noise, each its own, or the noise that ddim makes them of.")
  private String latents = LatentKind.SHARED_NOISE.label();

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  protected List<String> firstKeys() {
    return List.of("image2", "model", "t", "n", "latents");
  }

  @Override
  protected Set<String> absent() {
    return Set.of("slices");
  }

  @Override
  protected List<String> suggestions(String key) {
    return key.equals("image2") ? OpenImages.otherTitles() : super.suggestions(key);
  }

  @Override
  protected List<String> choices(String key) {
    return key.equals("latents") ? Labelled.labels(LatentKind.values()) : super.choices(key);
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    ImagePlus second =
        OpenImages.other(image2, image(), "image2 must be the title of an open image");
    InterpolateOptions options =
        new InterpolateOptions(
            model(), t, n, LatentKind.of(latents), sampler(), range(), channel());
    result = new InterpolateTask(options, models()).run(image(), second, progress);
  }
}
