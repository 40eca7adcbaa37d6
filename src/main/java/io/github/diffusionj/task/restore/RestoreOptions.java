package io.github.diffusionj.task.restore;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.noise.OutlierTreatment;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.image.result.OutputType;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How to clean an image.
 *
 * @param model the model's folder
 * @param noise what is known of the image's noise
 * @param steps network calls for the mean or for each sample; empty for 1, or 20 for samples
 * @param samples 1 for one estimate without noise of its own, or the number of posterior samples
 * @param uncertainty what to show of the samples beside their mean; needs at least 2
 * @param seed of the samples
 * @param range how intensities map to [−1, 1]
 * @param output the pixel type of the result; with uncertainty it is float32
 * @param outliers what becomes of hot pixels and the like
 */
public record RestoreOptions(
    Path model,
    NoiseChoice noise,
    OptionalInt steps,
    int samples,
    Uncertainty uncertainty,
    long seed,
    RangeChoice range,
    OutputType output,
    OutlierTreatment outliers) {

  private static final int STEPS_FOR_SAMPLES = 20;
  private static final int MOST_SAMPLES = 1000;

  /**
   * Checks that they fit together.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public RestoreOptions {
    Checks.within("samples", samples, 1, MOST_SAMPLES);
    if (uncertainty != Uncertainty.NONE && samples < 2) {
      throw new IllegalArgumentException(
          "uncertainty=%s needs at least 2 samples, but samples is %d."
              .formatted(uncertainty.label(), samples));
    }
    if (samples > 1 && steps.isPresent() && steps.getAsInt() == 1) {
      throw new IllegalArgumentException(
          "samples differ only with 2 steps or more, but steps is 1.");
    }
  }

  /** Options that keep outliers. */
  public RestoreOptions(
      Path model,
      NoiseChoice noise,
      OptionalInt steps,
      int samples,
      Uncertainty uncertainty,
      long seed,
      RangeChoice range,
      OutputType output) {
    this(model, noise, steps, samples, uncertainty, seed, range, output, OutlierTreatment.KEEP);
  }

  /** The number of steps from t, which few noise can make fewer. */
  int stepsFrom(double t) {
    int usual = samples > 1 ? STEPS_FOR_SAMPLES : 1;
    return steps.orElse((int) Math.max(1, Math.min(usual, t)));
  }
}
