package io.github.diffusionj.command;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.Descriptions;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.run.DiffusionCommand;
import io.github.diffusionj.command.run.Previewable;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.image.part.ItemChoice;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.noise.ForwardForm;
import io.github.diffusionj.task.noise.NoiseOptions;
import io.github.diffusionj.task.noise.NoiseTask;
import io.github.diffusionj.task.schedule.ScheduleChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Noises the active image to timestep t. */
@Plugin(type = Command.class)
public final class NoiseCommand extends DiffusionCommand implements Previewable {

  @Parameter private ImagePlus image;

  @Parameter(
      label = "Model (or empty)",
      required = false,
      description =
          "The model whose schedule is used, by name or folder; empty for the schedule below.")
  private String model;

  @Parameter(
      choices = {"linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid"},
      description = "The noise schedule, unless a model is given.")
  private String schedule = ScheduleType.LINEAR.label();

  @Parameter(
      label = "Steps T",
      min = "1",
      max = "1000000",
      description = "T, the number of steps of the schedule; a model has its own.")
  private int steps = 1000;

  @Parameter(
      label = "Beta start",
      min = "0",
      max = "1",
      description = "The variance of the first step's noise; a model has its own.")
  private double betaStart = 1e-4;

  @Parameter(
      label = "Beta end",
      min = "0",
      max = "1",
      description = "The variance of the last step's noise; a model has its own.")
  private double betaEnd = 0.02;

  @Parameter(
      label = "t",
      min = "0",
      max = "1000000",
      description = "The timestep to noise to, from 0 (the image itself) to T.")
  private int t = 250;

  @Parameter(
      choices = {"one_step", "step_by_step"},
      description = "Whether x_t is made at once, or by t steps with new noise in each.")
  private String form = ForwardForm.ONE_STEP.label();

  @Parameter(description = "The same seed gives the same noise.")
  private long seed = 1;

  @Parameter(description = Descriptions.RANGE)
  private String range = "auto";

  @Parameter(
      min = "1",
      max = "100000",
      description = "More than 1 shows that many moments on the way from the image to x_t.")
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

  @Override
  protected List<String> suggestions(String key) {
    if (!key.equals("model")) {
      return List.of();
    }
    List<String> names = new ArrayList<>(List.of(""));
    names.addAll(ModelFolders.catalog().names());
    return names;
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    result = new NoiseTask(options(frames)).run(ItemChoice.of(slices, channel).of(image), progress);
  }

  @Override
  public ImageProcessor preview() throws IOException {
    return new NoiseTask(options(1))
        .preview(image, ItemChoice.of(slices, channel), image.getCurrentSlice());
  }

  private NoiseOptions options(int frameCount) throws IOException {
    ScheduleChoice choice =
        model == null
            ? ScheduleChoice.of(ScheduleType.of(schedule), steps, betaStart, betaEnd)
            : ScheduleChoice.of(ModelFolder.open(ModelFolders.catalog().find(model)));
    return new NoiseOptions(
        choice, t, seed, ForwardForm.of(form), RangeChoice.of(range), frameCount);
  }
}
