package io.github.diffusionj.task.sampling;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import io.github.diffusionj.image.result.Trajectory;
import io.github.diffusionj.image.source.MappedItems;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Collects x_t and x̂_0 at some moments of sampling, and x_0 at the end, as a hyperstack. */
final class SamplingFrames implements ItemFrames {

  private static final int NOISY = 0;
  private static final int CLEAN = 1;

  private final int[] moments;
  private final MappedItems mapped;
  private final Trajectory trajectory;

  /**
   * Starts collecting.
   *
   * @param frames how many moments, at most one more than there are times at which the network is
   *     called; of several calls at one time the last is of x_t itself
   */
  SamplingFrames(List<SamplingStep> steps, int frames, MappedItems mapped, String title) {
    int[] calls = lastCalls(steps);
    Checks.within("frames", frames, 1, calls.length + 1);
    this.moments =
        Arrays.stream(FrameTimes.evenly(calls.length, frames))
            .map(i -> i == calls.length ? steps.size() : calls[i])
            .toArray();
    this.mapped = mapped;
    List<Trajectory.Frame> labels =
        Arrays.stream(moments).mapToObj(moment -> label(steps, moment)).toList();
    this.trajectory = Trajectory.of(mapped.items(), labels, List.of("x_t", "x_0"), title);
  }

  /**
   * The last call at each time: Heun's and others' methods look at places on the way there first.
   */
  private static int[] lastCalls(List<SamplingStep> steps) {
    int[] calls =
        IntStream.range(0, steps.size()).filter(i -> steps.get(i).callsNetwork()).toArray();
    return IntStream.range(0, calls.length)
        .filter(
            k -> k + 1 == calls.length || steps.get(calls[k + 1]).t() != steps.get(calls[k]).t())
        .map(k -> calls[k])
        .toArray();
  }

  private static Trajectory.Frame label(List<SamplingStep> steps, int moment) {
    if (moment < steps.size()) {
      return new Trajectory.Frame(steps.get(moment).t(), steps.get(moment).alphaBar());
    }
    return steps.isEmpty()
        ? new Trajectory.Frame(0, 1)
        : new Trajectory.Frame(steps.get(moment - 1).next(), steps.get(moment - 1).nextAlphaBar());
  }

  @Override
  public boolean wants(int step) {
    return index(step) >= 0;
  }

  @Override
  public void frame(int step, int item, float[] xt, float[] x0) {
    int frame = index(step);
    mapped.fromModel(item, xt);
    mapped.fromModel(item, x0);
    trajectory.write(item, frame, NOISY, xt);
    trajectory.write(item, frame, CLEAN, x0);
  }

  /** The last frame of an item: x_0, in the image's own units. */
  void end(int item, float[] pixels) {
    trajectory.write(item, moments.length - 1, NOISY, pixels);
    trajectory.write(item, moments.length - 1, CLEAN, pixels);
  }

  /** The finished hyperstack. */
  Trajectory trajectory() {
    return trajectory;
  }

  private int index(int step) {
    return Arrays.binarySearch(moments, step);
  }
}
