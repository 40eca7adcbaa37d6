package io.github.diffusionj.task.inpaint;

import ij.ImagePlus;
import io.github.diffusionj.image.result.Trajectory;
import io.github.diffusionj.image.source.ImageItems;
import io.github.diffusionj.task.sampling.RunningMoments;
import java.util.ArrayList;
import java.util.List;

/**
 * Several samples of each item as a 32-bit hyperstack: along Z their mean, their standard deviation
 * (with n − 1), then the samples themselves. Outside the selection the first and the last are the
 * original, and the deviation is 0.
 */
public final class SampleMoments implements FilledItems {

  private static final int MEAN = 0;
  private static final int DEVIATION = 1;
  private static final int FIRST = 2;

  private final ImageItems items;
  private final int samples;
  private final Trajectory stack;
  private RunningMoments moments;

  /**
   * Starts with nothing written.
   *
   * @param samples of each item, 2 or more
   */
  public SampleMoments(ImageItems items, int samples, String title) {
    this.items = items;
    this.samples = samples;
    List<String> kinds = new ArrayList<>(List.of("mean", "standard deviation"));
    for (int i = 1; i <= samples; i++) {
      kinds.add("sample " + i);
    }
    this.stack = Trajectory.of(items, List.of(new Trajectory.Frame(0, 1)), kinds, title);
  }

  @Override
  public void write(int item, int sample, float[] pixels, float[] weight) {
    float[] mixed = Blend.of(items.read(item), pixels, weight);
    stack.write(item, 0, FIRST + sample, mixed);
    if (sample == 0) {
      moments = new RunningMoments(mixed.length);
    }
    moments.add(mixed);
    if (sample == samples - 1) {
      stack.write(item, 0, MEAN, moments.mean());
      stack.write(item, 0, DEVIATION, moments.deviation());
    }
  }

  @Override
  public void keep(int item) {
    float[] original = items.read(item);
    stack.write(item, 0, MEAN, original);
    for (int sample = 0; sample < samples; sample++) {
      stack.write(item, 0, FIRST + sample, original);
    }
  }

  @Override
  public ImagePlus finish() {
    return stack.finish();
  }
}
