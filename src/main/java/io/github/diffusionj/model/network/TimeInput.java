package io.github.diffusionj.model.network;

import io.github.diffusionj.base.Labelled;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;

/** In which form a network takes the time of x_t. */
public enum TimeInput implements Labelled {
  /** The index t − 1, from 0 to T − 1: diffusers' own. */
  INDEX("index") {
    @Override
    public double of(double t, NoiseSchedule schedule) {
      return t - 1;
    }
  },
  /** The fraction t/T, from 1/T to 1. */
  FRACTION("fraction") {
    @Override
    public double of(double t, NoiseSchedule schedule) {
      return t / schedule.steps();
    }
  },
  /** The noise level σ = √((1 − ᾱ_t)/ᾱ_t), where log σ is linear in t between whole t. */
  SIGMA("sigma") {
    @Override
    public double of(double t, NoiseSchedule schedule) {
      int below = Math.min((int) t, schedule.steps() - 1);
      double part = t - below;
      double low = sigma(below, schedule);
      double high = sigma(below + 1, schedule);
      return below == 0 ? part * high : low * Math.pow(high / low, part);
    }
  };

  private final String label;

  TimeInput(String label) {
    this.label = label;
  }

  private static double sigma(int t, NoiseSchedule schedule) {
    return Math.sqrt((1 - schedule.alphaBar(t)) / schedule.alphaBar(t));
  }

  /**
   * What the network gets.
   *
   * @param t the person's t, from 0 to T, which may lie between whole numbers
   */
  public abstract double of(double t, NoiseSchedule schedule);

  @Override
  public String label() {
    return label;
  }
}
