package io.github.diffusionj.task.latent;

import io.github.diffusionj.base.Checks;
import io.github.diffusionj.image.range.RangeChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to find the x_t of an image.
 *
 * @param model the model's folder
 * @param t where to go, 1…T; empty for T
 * @param steps of DDIM, 1…t
 * @param iterations network calls per step, 1…100
 * @param compared other numbers of steps whose error is reported, too
 * @param clip whether x̂_0 is clipped to the model's data range; empty for what the model's
 *     configuration says
 * @param range how intensities map to [−1, 1]
 */
public record InvertOptions(
    Path model,
    OptionalInt t,
    int steps,
    int iterations,
    List<Integer> compared,
    Optional<Boolean> clip,
    RangeChoice range) {

  public InvertOptions {
    compared = List.copyOf(compared);
    Checks.within("iterations", iterations, 1, 100);
  }
}
