package io.github.diffusionj.task.roundtrip;

import io.github.diffusionj.image.quality.Quality;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came back from one t with one clipping.
 *
 * @param mode when values were clipped
 * @param t the t that was gone to
 * @param alphaBar ᾱ_t
 * @param qualities of each image and seed against the original
 */
public record RoundTripRow(ClippingMode mode, int t, double alphaBar, List<Quality> qualities) {

  public RoundTripRow {
    qualities = List.copyOf(qualities);
  }

  /** One measure over all images and seeds. */
  public Spread of(ToDoubleFunction<Quality> measure) {
    return Spread.of(qualities.stream().map(measure::applyAsDouble).toList());
  }
}
