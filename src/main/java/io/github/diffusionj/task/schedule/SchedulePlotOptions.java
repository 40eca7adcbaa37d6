package io.github.diffusionj.task.schedule;

import io.github.diffusionj.diffusion.sampling.TimestepSpacing;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which schedules to plot, and what of them.
 *
 * @param schedules the named schedules, made with the next three
 * @param steps T, 1 to 1000000
 * @param betaStart β_1, strictly between 0 and 1
 * @param betaEnd β_T, strictly between 0 and 1
 * @param model a model folder whose own schedule is plotted, too
 * @param curve the quantity over t
 * @param samplerSteps N of a sampler whose times are marked, 1…T; empty for none
 * @param spacing how the sampler's times are spread
 */
public record SchedulePlotOptions(
    List<ScheduleType> schedules,
    int steps,
    double betaStart,
    double betaEnd,
    Optional<Path> model,
    ScheduleCurve curve,
    OptionalInt samplerSteps,
    TimestepSpacing spacing) {

  /**
   * Keeps its own copy of the list.
   *
   * @throws IllegalArgumentException if there is nothing to plot
   */
  public SchedulePlotOptions {
    schedules = List.copyOf(schedules);
    if (schedules.isEmpty() && model.isEmpty()) {
      throw new IllegalArgumentException("There must be a schedule or a model to plot.");
    }
  }
}
