package io.github.diffusionj.task.inpaint;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.guidance.GuidanceOptions;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How to fill a selection.
 *
 * @param model the model's folder
 * @param sampler the way from noise to the filled image; {@code auto} is the method's own
 * @param guidance the class to sample
 * @param method how what is filled in is made to fit
 * @param jump how many steps the method goes back up, 1 or more; empty for its usual
 * @param resamplings how often each stretch of that length is sampled, 1 or more; empty for the
 *     method's usual
 * @param samples how many to draw, 1…1000; more than 1 gives their mean and standard deviation too
 * @param feather the width in pixels, inside the selection, over which the original passes into
 *     what is filled in; 0 for a sharp edge
 * @param range how intensities map to [−1, 1]
 */
public record InpaintOptions(
    Path model,
    SamplerOptions sampler,
    GuidanceOptions guidance,
    InpaintMethod method,
    OptionalInt jump,
    OptionalInt resamplings,
    int samples,
    int feather,
    RangeChoice range) {

  private static final int MOST = 1000;

  public InpaintOptions {
    jump.ifPresent(j -> Checks.within("jump", j, 1, MOST));
    resamplings.ifPresent(r -> Checks.within("resamplings", r, 1, MOST));
    Checks.within("samples", samples, 1, MOST);
    Checks.within("feather", feather, 0, MOST);
  }

  /** One sample with a sharp edge, with the usual options of a method and no class. */
  public InpaintOptions(
      Path model, SamplerOptions sampler, InpaintMethod method, RangeChoice range) {
    this(
        model,
        sampler,
        GuidanceOptions.NONE,
        method,
        OptionalInt.empty(),
        OptionalInt.empty(),
        1,
        0,
        range);
  }
}
