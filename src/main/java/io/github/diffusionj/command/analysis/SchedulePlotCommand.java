package io.github.diffusionj.command.analysis;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.base.Progress;
import io.github.diffusionj.command.base.ModelCommand;
import io.github.diffusionj.command.base.ModelFolders;
import io.github.diffusionj.command.figure.ScheduleFigure;
import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.task.schedule.SchedulePlotOptions;
import io.github.diffusionj.task.schedule.SchedulePlotTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plots a quantity of one or several noise schedules over t. */
@Plugin(type = Command.class)
public final class SchedulePlotCommand extends ModelCommand {

  private static final String ALL = "all";

  @Parameter(
      label = "Schedules (empty: linear)",
      required = false,
      description =
          "One schedule or several separated by commas: linear, scaled_linear,"
              + " squaredcos_cap_v2, sigmoid. Empty for linear, or for the model's alone.")
  private String schedule;

  @Parameter(
      label = "Model (or empty)",
      required = false,
      description =
          "A model whose own schedule is plotted, too: its name or the path of its folder.")
  private String model;

  @Parameter(
      label = "Steps T",
      min = "1",
      max = "1000000",
      description = "T, the number of steps of the schedules, 1 to 1000000; a model has its own.")
  private int steps = 1000;

  @Parameter(
      label = "Beta start",
      min = "0",
      max = "1",
      description = "The variance of the first step's noise, greater than 0 and less than 1.")
  private double betaStart = 1e-4;

  @Parameter(
      label = "Beta end",
      min = "0",
      max = "1",
      description = "The variance of the last step's noise, greater than 0 and less than 1.")
  private double betaEnd = 0.02;

  @Parameter(
      description =
          "What is plotted over t: beta, alpha_bar, sqrt_alpha_bar, sqrt_one_minus_alpha_bar, snr,"
              + " log_snr or posterior_variance; all for a stack of all of them.")
  private String curve = ScheduleCurve.ALPHA_BAR.label();

  @Parameter(
      label = "Sampler steps (or empty)",
      required = false,
      min = "1",
      max = "1000000",
      description = "Marks the times that a sampler of that many steps visits; empty for none.")
  private Integer samplerSteps;

  @Parameter(description = "How the sampler's times are spread over 1 to T.")
  private String spacing = TimestepSpacing.TRAILING.label();

  @Parameter(description = "Whether to show the values as a table, too.")
  private boolean table;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus resultPlot;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable resultTable;

  @Override
  protected List<String> choices(String key) {
    return switch (key) {
      case "curve" ->
          Stream.concat(Labelled.labels(ScheduleCurve.values()).stream(), Stream.of(ALL)).toList();
      case "spacing" -> Labelled.labels(TimestepSpacing.values());
      default -> super.choices(key);
    };
  }

  @Override
  protected void execute(Progress progress) throws IOException {
    List<ScheduleFigure> figures = new ArrayList<>();
    for (ScheduleCurve one : curves()) {
      figures.add(new ScheduleFigure(one, new SchedulePlotTask(options(one)).run()));
    }
    resultPlot =
        figures.size() == 1 ? figures.get(0).plot().getImagePlus() : ScheduleFigure.stack(figures);
    resultTable = table ? ScheduleFigure.table(figures) : null;
  }

  private List<ScheduleCurve> curves() {
    return curve.equals(ALL) ? List.of(ScheduleCurve.values()) : List.of(ScheduleCurve.of(curve));
  }

  private SchedulePlotOptions options(ScheduleCurve one) {
    return new SchedulePlotOptions(
        schedules(),
        steps,
        betaStart,
        betaEnd,
        Optional.ofNullable(model).map(ModelFolders.catalog()::find),
        one,
        optional(samplerSteps),
        TimestepSpacing.of(spacing));
  }

  private List<ScheduleType> schedules() {
    if (schedule == null) {
      return model == null ? List.of(ScheduleType.LINEAR) : List.of();
    }
    return Arrays.stream(schedule.split(",")).map(String::strip).map(ScheduleType::of).toList();
  }
}
