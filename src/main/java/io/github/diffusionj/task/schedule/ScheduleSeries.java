package io.github.diffusionj.task.schedule;

import io.github.diffusionj.diffusion.sampling.TimePoint;
import io.github.diffusionj.diffusion.schedule.NoiseSchedule;
import io.github.diffusionj.diffusion.schedule.ScheduleCurve;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One curve of one schedule.
 *
 * @param name the schedule's or the model's name
 * @param curve the quantity
 * @param schedule the schedule
 * @param visited the times that a sampler visits; may be empty
 */
public record ScheduleSeries(
    String name, ScheduleCurve curve, NoiseSchedule schedule, List<TimePoint> visited) {

  /** Keeps its own copy of the list, without the times at which the curve is not defined. */
  public ScheduleSeries {
    visited = visited.stream().filter(time -> time.t() >= curve.firstT()).toList();
  }

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

  /** The t of each time that is visited. */
  public double[] visitedT() {
    return visited.stream().mapToDouble(TimePoint::t).toArray();
  }

  /** The curve at each {@link #visitedT()}, on a straight line between two whole t. */
  public double[] visitedValues() {
    return visited.stream().mapToDouble(time -> between(time.t())).toArray();
  }

  private double between(double t) {
    int below = (int) Math.floor(t);
    double share = t - below;
    double value = curve.at(schedule, below);
    return share == 0 ? value : (1 - share) * value + share * curve.at(schedule, below + 1);
  }
}
