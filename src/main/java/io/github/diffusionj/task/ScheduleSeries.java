package io.github.diffusionj.task;

import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import java.util.stream.IntStream;

/**
 * One curve of one schedule.
 *
 * @param name the schedule's or the model's name
 * @param curve the quantity
 * @param schedule the schedule
 */
public record ScheduleSeries(String name, ScheduleCurve curve, NoiseSchedule schedule) {

  /** The t of each point: from the first at which the curve is defined to T. */
  public double[] t() {
    return IntStream.rangeClosed(curve.firstT(), schedule.steps()).asDoubleStream().toArray();
  }

  /** The curve at each {@link #t()}. */
  public double[] values() {
    return IntStream.rangeClosed(curve.firstT(), schedule.steps())
        .mapToDouble(t -> curve.at(schedule, t))
        .toArray();
  }
}
