package io.github.diffusionj.engine.model;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;
import java.util.Optional;

/**
 * The noise schedule that a model was trained on and how it wants to be sampled: {@code
 * scheduler/scheduler_config.json}.
 *
 * @param className diffusers' scheduler class, such as {@code DDPMScheduler}
 * @param steps T, the number of training timesteps
 * @param betaStart β_1
 * @param betaEnd β_T
 * @param type how β runs from one to the other
 * @param trainedBetas β_1 … β_T themselves, which override the three above; may be empty
 * @param prediction what the network puts out
 * @param variance the noise variance of ancestral sampling
 * @param clipRange x̂₀ is clipped to ±this at each step; empty for no clipping
 */
public record SchedulerConfig(
    String className,
    int steps,
    double betaStart,
    double betaEnd,
    ScheduleType type,
    List<Double> trainedBetas,
    Prediction prediction,
    Variance variance,
    Optional<Double> clipRange) {

  /** More timesteps than this are not believed. */
  private static final int MOST_STEPS = 1_000_000;

  /** Those whose configuration means the same schedule and indices as DDPM's. */
  private static final List<String> CLASSES =
      List.of(
          "DDPMScheduler",
          "DDIMScheduler",
          "DDPMParallelScheduler",
          "DDIMParallelScheduler",
          "DDIMInverseScheduler",
          "PNDMScheduler",
          "LMSDiscreteScheduler",
          "HeunDiscreteScheduler",
          "EulerDiscreteScheduler",
          "EulerAncestralDiscreteScheduler",
          "DPMSolverMultistepScheduler",
          "DPMSolverSinglestepScheduler",
          "DEISMultistepScheduler",
          "UniPCMultistepScheduler");

  public SchedulerConfig {
    trainedBetas = List.copyOf(trainedBetas);
    if (steps < 1 || steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "num_train_timesteps must be between 1 and %d, but is %d.".formatted(MOST_STEPS, steps));
    }
    if (!trainedBetas.isEmpty() && trainedBetas.size() != steps) {
      throw new IllegalArgumentException(
          "trained_betas must have num_train_timesteps (%d) entries, but has %d."
              .formatted(steps, trainedBetas.size()));
    }
    if (!CLASSES.contains(className)) {
      throw new IllegalArgumentException(
          "_class_name is %s, but only %s are supported."
              .formatted(className, String.join(", ", CLASSES)));
    }
    // Refuses what is no schedule.
    schedule(type, steps, betaStart, betaEnd, trainedBetas);
    if (clipRange.isPresent() && !(clipRange.get() > 0)) {
      throw new IllegalArgumentException(
          "clip_sample_range must be above 0, but is " + clipRange.get() + ".");
    }
  }

  /** DDPM's own: linear β from 10⁻⁴ to 0.02, ε-prediction, clipped (Ho et al. 2020). */
  public static SchedulerConfig ddpm(int steps, ScheduleType type, Prediction prediction) {
    return new SchedulerConfig(
        "DDPMScheduler",
        steps,
        1e-4,
        0.02,
        type,
        List.of(),
        prediction,
        Variance.FIXED_SMALL,
        Optional.of(1.0));
  }

  /** The schedule itself. */
  public NoiseSchedule schedule() {
    return schedule(type, steps, betaStart, betaEnd, trainedBetas);
  }

  private static NoiseSchedule schedule(
      ScheduleType type, int steps, double betaStart, double betaEnd, List<Double> trainedBetas) {
    return trainedBetas.isEmpty()
        ? NoiseSchedule.of(type, steps, betaStart, betaEnd)
        : NoiseSchedule.ofBetas(trainedBetas.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The schedule in a few words: equal words mean equal ᾱ at every t. */
  public String scheduleText() {
    return trainedBetas.isEmpty()
        ? type.text(steps, betaStart, betaEnd)
        : "trained_betas, T=%d, hash %08x".formatted(steps, trainedBetas.hashCode());
  }
}
