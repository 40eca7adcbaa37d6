package io.github.diffusionj.diffusion.objective;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.Prediction;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;

/**
 * How much the mean squared error of a prediction counts at each t. All but {@link #SIMPLE} are
 * weights of the error of x_0, so that ε-, x_0-, v- and score-networks minimise the same objective:
 * where x_0 = … + c·(what the network puts out), the weight of the network's own error is c² times
 * that of x_0.
 */
public enum LossWeighting implements Labelled {

  /** 1, whatever is predicted (Ho et al. 2020, equation 14). */
  SIMPLE("simple"),

  /**
   * The variational bound in nats per dimension, without its constant term L_T: T times
   * ½·(SNR_{t−1} − SNR_t) for x_0 (Kingma et al. 2021, equation 13), which for ε is T·β_t²/(2·β̃_t·
   * α_t·(1 − ᾱ_t)), the one of Ho et al. 2020, equation 12, with σ_t² = β̃_t. At t = 1, where β̃ is
   * 0, a Gaussian decoder of variance β_1: T/(2·β_1) for x_0.
   */
  VARIATIONAL("variational"),

  /** min(SNR_t, 5) for x_0 (Hang et al. 2023, min-SNR-γ with their γ). */
  MIN_SNR("min_snr");

  private static final double GAMMA = 5;

  private final String label;

  LossWeighting(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * The weighting of that label.
   *
   * @throws IllegalArgumentException if there is none; the message lists the labels there are
   */
  public static LossWeighting of(String label) {
    return Labelled.of(LossWeighting.class, "loss", label);
  }

  /**
   * The weight of the squared error of what a network puts out.
   *
   * @param prediction what it puts out
   * @param t 1…T
   */
  public double weight(Prediction prediction, NoiseSchedule schedule, int t) {
    double toSample = prediction.to(Prediction.SAMPLE, schedule.alphaBar(t)).output();
    return switch (this) {
      case SIMPLE -> 1;
      case VARIATIONAL -> schedule.steps() * variational(schedule, t) * toSample * toSample;
      case MIN_SNR -> Math.min(schedule.snr(t), GAMMA) * toSample * toSample;
    };
  }

  private static double variational(NoiseSchedule schedule, int t) {
    return t == 1 ? 0.5 / schedule.beta(1) : 0.5 * (schedule.snr(t - 1) - schedule.snr(t));
  }
}
