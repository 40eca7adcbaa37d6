package io.github.diffusionj.task.restore;

import io.github.diffusionj.image.noise.MeanCorrection;
import io.github.diffusionj.task.sampling.RunningMoments;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the samples of an item: what {@link Uncertainty#channels} names, C·H·W grey values each.
 * All samples are kept for quantiles alone.
 */
final class Samples {

  private static final int DEVIATION = 1;

  private final Uncertainty uncertainty;
  private final int number;
  private final List<float[]> kept = new ArrayList<>();
  private final List<float[]> kinds = new ArrayList<>();
  private RunningMoments moments;
  private int count;

  /**
   * No samples yet.
   *
   * @param number how many there will be
   */
  Samples(Uncertainty uncertainty, int number) {
    this.uncertainty = uncertainty;
    this.number = number;
  }

  /** Takes one; it belongs to this object from then on. */
  void add(float[] values) {
    count++;
    if (number == 1) {
      kinds.add(values);
      return;
    }
    if (uncertainty == Uncertainty.QUANTILES) {
      kept.add(values);
    } else {
      addToMoments(values);
    }
    if (complete()) {
      kept.forEach(this::addToMoments);
      summarise();
    }
  }

  private void addToMoments(float[] values) {
    moments = moments == null ? new RunningMoments(values.length) : moments;
    moments.add(values);
  }

  /** What the kinds are made of is let go at once: it is several images in memory. */
  private void summarise() {
    kinds.add(moments.mean());
    if (uncertainty != Uncertainty.NONE) {
      kinds.add(moments.deviation());
    }
    moments = null;
    if (uncertainty == Uncertainty.QUANTILES) {
      kinds.addAll(Quantiles.of(kept));
    }
    kept.clear();
  }

  /** Whether all are there. */
  boolean complete() {
    return count == number;
  }

  /** Once complete: corrects the mean, and the quantiles alike, see {@link MeanCorrection}. */
  void correct(float[] noisy, int width, int height) {
    List<float[]> quantiles = kinds.subList(Math.min(2, kinds.size()), kinds.size());
    MeanCorrection.apply(noisy, mean(), quantiles, width, height);
  }

  /** Once complete: gives a pixel a value that is no estimate, and so has no spread. */
  void set(int pixel, float value) {
    for (int kind = 0; kind < kinds.size(); kind++) {
      kinds.get(kind)[pixel] = kind == DEVIATION ? 0 : value;
    }
  }

  /** Once complete: the mean. */
  float[] mean() {
    return kinds.get(0);
  }

  /** Once complete: the mean, then what else {@link Uncertainty#channels} names. */
  List<float[]> kinds() {
    return kinds;
  }
}
