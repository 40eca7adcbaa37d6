package io.github.diffusionj.task.roundtrip;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.range.RangeChoice;
import io.github.diffusionj.task.sampling.SamplerOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * Where to go and how to come back.
 *
 * @param model the model's folder
 * @param times the t to noise to, each 0…T, at least one
 * @param sampler the way back; where it has more steps than t, as many as t
 * @param seeds how many seeds are tried, from the sampler's on, 1…1000
 * @param modes the clippings that are compared, at least one
 * @param range how intensities map to [−1, 1]
 */
public record RoundTripOptions(
    Path model,
    List<Integer> times,
    SamplerOptions sampler,
    int seeds,
    List<ClippingMode> modes,
    RangeChoice range) {

  public RoundTripOptions {
    times = List.copyOf(times);
    modes = List.copyOf(modes);
    Checks.within("seeds", seeds, 1, 1000);
    if (times.isEmpty() || modes.isEmpty()) {
      throw new IllegalArgumentException("t_list must name at least one t, such as 100,250,500.");
    }
  }
}
