package io.github.diffusionj.task.schedule;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Works out the curves of one or several schedules. */
public final class SchedulePlotTask {

  private final SchedulePlotOptions options;

  public SchedulePlotTask(SchedulePlotOptions options) {
    this.options = options;
  }

  /**
   * One series for each schedule in the order of the options, the model's last.
   *
   * @throws IllegalArgumentException if a schedule cannot be made with these steps and betas
   * @throws IOException if the model cannot be read
   */
  public List<ScheduleSeries> run() throws IOException {
    List<ScheduleSeries> series = new ArrayList<>();
    for (ScheduleType type : options.schedules()) {
      NoiseSchedule schedule =
          NoiseSchedule.of(type, options.steps(), options.betaStart(), options.betaEnd());
      series.add(series(type.label(), schedule));
    }
    if (options.model().isPresent()) {
      ModelFolder model = ModelFolder.open(options.model().get());
      series.add(series(model.name(), model.scheduler().schedule()));
    }
    return series;
  }

  private ScheduleSeries series(String name, NoiseSchedule schedule) {
    List<TimePoint> visited =
        options.samplerSteps().isEmpty()
            ? List.of()
            : options
                .spacing()
                .points(schedule, schedule.steps(), options.samplerSteps().getAsInt());
    return new ScheduleSeries(name, options.curve(), schedule, visited);
  }
}
