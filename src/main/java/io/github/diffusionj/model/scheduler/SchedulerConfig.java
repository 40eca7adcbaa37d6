package io.github.diffusionj.model.scheduler;

import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.Variance;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleType;
import java.util.List;

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
 * @param zeroTerminalSnr whether β is rescaled so that nothing of the image is left at T
 * @param prediction what the network puts out
 * @param variance the noise variance of ancestral sampling
 * @param clipping what is done to x̂₀ at each step
 * @param solver how that class samples
 */
public record SchedulerConfig(
    String className,
    int steps,
    double betaStart,
    double betaEnd,
    ScheduleType type,
    List<Double> trainedBetas,
    boolean zeroTerminalSnr,
    Prediction prediction,
    Variance variance,
    Clipping clipping,
    SolverConfig solver) {

  /** More timesteps than this are not believed. */
  private static final int MOST_STEPS = 1_000_000;

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
    SchedulerClass.of(className);
    if (zeroTerminalSnr && prediction == Prediction.EPSILON) {
      throw new IllegalArgumentException(
          "rescale_betas_zero_snr is true, but with prediction_type epsilon only false is supported,"
              + " since the noise says nothing about the image where no image is left.");
    }
    // Refuses what is no schedule.
    schedule(type, steps, betaStart, betaEnd, trainedBetas, zeroTerminalSnr);
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
        false,
        prediction,
        Variance.FIXED_SMALL,
        new Clipping.Fixed(1),
        SolverConfig.ddpm());
  }

  /** The same with another variance of ancestral sampling. */
  public SchedulerConfig withVariance(Variance wanted) {
    return new SchedulerConfig(
        className,
        steps,
        betaStart,
        betaEnd,
        type,
        trainedBetas,
        zeroTerminalSnr,
        prediction,
        wanted,
        clipping,
        solver);
  }

  /** The schedule itself. */
  public NoiseSchedule schedule() {
    return schedule(type, steps, betaStart, betaEnd, trainedBetas, zeroTerminalSnr);
  }

  private static NoiseSchedule schedule(
      ScheduleType type,
      int steps,
      double betaStart,
      double betaEnd,
      List<Double> trainedBetas,
      boolean zeroTerminalSnr) {
    NoiseSchedule schedule =
        trainedBetas.isEmpty()
            ? NoiseSchedule.of(type, steps, betaStart, betaEnd)
            : NoiseSchedule.ofBetas(
                trainedBetas.stream().mapToDouble(Double::doubleValue).toArray());
    return zeroTerminalSnr ? schedule.withZeroTerminalSnr() : schedule;
  }

  /** The schedule in a few words: equal words mean equal ᾱ at every t. */
  public String scheduleText() {
    String text =
        trainedBetas.isEmpty()
            ? type.text(steps, betaStart, betaEnd)
            : "trained_betas, T=%d, hash %08x".formatted(steps, trainedBetas.hashCode());
    return zeroTerminalSnr ? text + ", zero terminal SNR" : text;
  }
}
