package io.github.diffusionj.task.schedule;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.model.ModelFolder;
import io.github.diffusionj.task.DeclaredRange;

/**
 * A noise schedule and the images that it is meant for.
 *
 * @param schedule the schedule
 * @param text the schedule in a few words, for the record in results
 * @param channels channels that get noise together; 1 for any image
 * @param range how intensities are mapped unless the user says otherwise
 */
public record ScheduleChoice(NoiseSchedule schedule, String text, int channels, RangeChoice range) {

  /** A schedule by its name, for any image. */
  public static ScheduleChoice of(ScheduleType type, int steps, double betaStart, double betaEnd) {
    return new ScheduleChoice(
        NoiseSchedule.of(type, steps, betaStart, betaEnd),
        type.text(steps, betaStart, betaEnd),
        1,
        RangeChoice.AUTO);
  }

  /** The schedule that a model was trained with. */
  public static ScheduleChoice of(ModelFolder model) {
    return new ScheduleChoice(
        model.scheduler().schedule(),
        model.scheduler().scheduleText(),
        model.network().inChannels(),
        DeclaredRange.of(model));
  }
}
