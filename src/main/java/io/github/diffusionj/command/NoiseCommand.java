package io.github.diffusionj.command;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.ImageCommand;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.run.Previewable;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.noise.ForwardForm;
import io.github.diffusionj.task.noise.NoiseOptions;
import io.github.diffusionj.task.noise.NoiseTask;
import io.github.diffusionj.task.schedule.ScheduleChoice;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Noises the active image to timestep t. */
@Plugin(type = Command.class)
public final class NoiseCommand extends ImageCommand implements Previewable {

  @Parameter(
      label = "Model (or empty)",
      required = false,
      description =
          "The model whose schedule is used, by name or folder; empty for the schedule below.")
  private String model;

  @Parameter(description = "The noise schedule, unless a model is given.")
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

  @Parameter(description = "Whether x_t is made at once, or by t steps with new noise in each.")
  private String form = ForwardForm.ONE_STEP.label();

  @Parameter(description = "The same seed gives the same noise.")
  private long seed = 1;

  @Parameter(
      min = "1",
      max = "100000",
      description = "More than 1 shows that many moments on the way from the image to x_t.")
  private int frames = 1;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Override
  protected List<String> lastKeys() {
    return List.of("range", "frames", "slices", "channel");
  }

  @Override
  protected List<String> choices(String key) {
    return switch (key) {
      case "schedule" -> Labelled.labels(ScheduleType.values());
      case "form" -> Labelled.labels(ForwardForm.values());
      default -> super.choices(key);
    };
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    result = new NoiseTask(options(frames)).run(part(), progress);
  }

  @Override
  public ImageProcessor preview() throws IOException {
    return new NoiseTask(options(1)).preview(image(), items(), image().getCurrentSlice());
  }

  private NoiseOptions options(int frameCount) throws IOException {
    ScheduleChoice choice =
        model == null
            ? ScheduleChoice.of(ScheduleType.of(schedule), steps, betaStart, betaEnd)
            : ScheduleChoice.of(ModelFolder.open(ModelFolders.catalog().find(model)));
    return new NoiseOptions(choice, t, seed, ForwardForm.of(form), range(), frameCount);
  }
}
