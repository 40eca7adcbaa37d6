package io.github.diffusionj.engine.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.diffusionj.diffusion.noise.NoiseField;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.engine.sampling.SampleShape;
import io.github.diffusionj.model.classifier.ClassifierConfig;
import io.github.diffusionj.model.network.NetworkConfig;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Images of noise, the same each time, by which one call shows whether a network works.
 *
 * @param shape as small as shows it
 */
public record Trial(SampleShape shape) {

  /** The largest width and height, or a tiny file could ask for all the memory. */
  public static final int LARGEST = 1024;

  /** A person's t that every network knows. */
  static final double TIME = 2;

  /** One image for a network; nothing if it takes none that is small enough. */
  public static Optional<Trial> of(NetworkConfig config) {
    return of(config.inChannels(), config.sizeMultiple(), config.trialFactor());
  }

  /** One image for a classifier; nothing if it takes none that is small enough. */
  public static Optional<Trial> of(ClassifierConfig config) {
    return of(config.inChannels(), config.sizeMultiple(), config.trialFactor());
  }

  private static Optional<Trial> of(int channels, int multiple, int factor) {
    OptionalInt size = size(multiple, factor);
    return size.isPresent()
        ? Optional.of(new Trial(new SampleShape(1, channels, size.getAsInt(), size.getAsInt())))
        : Optional.empty();
  }

  /** The factor times the multiple, or the most multiples that are not too large. */
  static OptionalInt size(int multiple, int factor) {
    return multiple > LARGEST
        ? OptionalInt.empty()
        : OptionalInt.of(multiple * Math.min(factor, LARGEST / multiple));
  }

  /** The same with that many images. */
  Trial withImages(int images) {
    return new Trial(shape.withImages(images));
  }

  /** The images, float32, owned by the manager. */
  public NDArray noise(NDManager manager) {
    int length = shape.imageLength();
    float[] values = new float[shape.images() * length];
    NoiseField field = new NoiseField(0);
    for (int i = 0; i < shape.images(); i++) {
      field.fill(
          values,
          i * length,
          i,
          NoiseStream.PROBE.first(),
          shape.channels(),
          shape.width(),
          shape.height());
    }
    return manager.create(values, shape.toShape());
  }

  /** The root mean square of what came out; nothing if it is not finite. */
  public static OptionalDouble magnitude(NDArray output) {
    double meanSquare = output.square().mean().getFloat();
    return Double.isFinite(meanSquare)
        ? OptionalDouble.of(Math.sqrt(meanSquare))
        : OptionalDouble.empty();
  }
}
