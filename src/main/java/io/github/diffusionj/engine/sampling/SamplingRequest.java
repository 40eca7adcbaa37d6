package io.github.diffusionj.engine.sampling;

import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.sampling.Clipping;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What to sample.
 *
 * @param shape of x_t
 * @param steps the way from t to 0
 * @param noise where z comes from
 * @param images the index in the noise of each image
 * @param clipping what is done to x̂_0 at every step
 * @param known pixels to keep; empty to sample all of them
 */
public record SamplingRequest(
    SampleShape shape,
    List<SamplingStep> steps,
    NoiseField noise,
    List<Long> images,
    Clipping clipping,
    Optional<KnownPixels> known) {

  public SamplingRequest {
    steps = List.copyOf(steps);
    images = List.copyOf(images);
    if (images.size() != shape.images()) {
      throw new IllegalArgumentException(
          "There must be %d indices in the noise, one for each image, but there are %d."
              .formatted(shape.images(), images.size()));
    }
    known.ifPresent(pixels -> check(pixels, shape));
  }

  /** Images whose indices in the noise follow one another from that of the first. */
  public SamplingRequest(
      SampleShape shape,
      List<SamplingStep> steps,
      NoiseField noise,
      long firstImage,
      Clipping clipping,
      Optional<KnownPixels> known) {
    this(
        shape,
        steps,
        noise,
        LongStream.range(firstImage, firstImage + shape.images()).boxed().toList(),
        clipping,
        known);
  }

  private static void check(KnownPixels pixels, SampleShape shape) {
    shape.checkLength("The known pixels", pixels.values());
    new SampleShape(1, 1, shape.height(), shape.width())
        .checkLength("The mask of unknown pixels", pixels.unknown());
  }
}
