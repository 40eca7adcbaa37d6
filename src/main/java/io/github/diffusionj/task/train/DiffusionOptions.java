package io.github.diffusionj.task.train;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import io.github.diffusionj.model.scheduler.SchedulerConfig;
import java.util.Map;

/**
 * The forward process that a new model reverses.
 *
 * @param schedule the noise schedule
 * @param timesteps T, 1…1,000,000
 * @param prediction what the network learns to put out
 */
public record DiffusionOptions(ScheduleType schedule, int timesteps, Prediction prediction) {

  public static final DiffusionOptions DEFAULT =
      new DiffusionOptions(ScheduleType.LINEAR, 1000, Prediction.V_PREDICTION);

  private static final int MOST_TIMESTEPS = 1_000_000;

  public DiffusionOptions {
    if (timesteps < 1 || timesteps > MOST_TIMESTEPS) {
      throw new IllegalArgumentException(
          "t_max must be between 1 and %d, but is %d.".formatted(MOST_TIMESTEPS, timesteps));
    }
  }

  /** The scheduler of the new model. */
  SchedulerConfig scheduler() {
    return SchedulerConfig.ddpm(timesteps, schedule, prediction);
  }

  /** What decides the process, by the keys of the command. */
  void describe(Map<String, String> keys) {
    keys.put("schedule", schedule.label());
    keys.put("t_max", Integer.toString(timesteps));
    keys.put("prediction", prediction.label());
  }
}
