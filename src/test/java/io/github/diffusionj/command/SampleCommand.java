package io.github.diffusionj.command;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.command.run.Previewable;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command with a parameter of each kind and a preview: it adds to the pixels of an image. */
public final class SampleCommand extends DiffusionCommand implements Previewable {

  @Parameter private ImagePlus image;

  @Parameter(required = false, description = "A model.")
  private String model = "cells";

  @Parameter(min = "0", max = "200", style = "slider", description = "What is added.")
  private int amount = 40;

  @Parameter(required = false, min = "1", description = "A step.")
  private Integer t;

  @Parameter(
      choices = {"up", "down"},
      description = "The direction.")
  private String direction = "up";

  @Parameter(description = "Whether to fail.")
  private boolean fail;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus resultImage;

  @Override
  protected List<String> suggestions(String key) {
    return key.equals("model") ? List.of("cells", "my nuclei") : List.of();
  }

  @Override
  protected void execute(Progress progress) {
    if (fail) {
      throw new IllegalStateException("as asked");
    }
    resultImage = new ImagePlus(model + " " + t, preview());
  }

  @Override
  public ImageProcessor preview() {
    ImageProcessor result = image.getProcessor().duplicate();
    result.add(direction.equals("up") ? amount : -amount);
    return result;
  }
}
