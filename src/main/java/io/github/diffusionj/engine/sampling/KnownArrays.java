package io.github.diffusionj.engine.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.diffusionj.diffusion.noise.NoiseStream;
import io.github.diffusionj.diffusion.sampling.SamplingStep;
import java.util.Arrays;

/** Known pixels of some images on the device. */
final class KnownArrays {

  private final KnownPixels.Keeping keeping;
  private final double slack;
  private final NDArray known;
  private final NDArray unknown;

  /** Those of the images from {@code first} on. */
  KnownArrays(KnownPixels pixels, int first, SampleShape shape, NDManager manager) {
    keeping = pixels.keeping();
    slack = pixels.slack();
    int from = first * shape.imageLength();
    float[] values = Arrays.copyOfRange(pixels.values(), from, from + shape.length());
    unknown = manager.create(pixels.unknown(), new Shape(1, 1, shape.height(), shape.width()));
    try (NDArray all = manager.create(values, shape.toShape());
        NDArray one = unknown.mul(-1).addi(1)) {
      known = all.mul(one);
    }
  }

  /** x̂_0 with known pixels, if they are kept in it. */
  NDArray inEstimate(NDArray x0, SamplingStep step) {
    if (keeping != KnownPixels.Keeping.IN_ESTIMATE) {
      return x0;
    }
    if (slack == 0) {
      return x0.mul(unknown).addi(known);
    }
    double weight = 1 / (1 + slack * step.alphaBar() / (1 - step.alphaBar()));
    return x0.mul(unknown.mul(weight).addi(1 - weight)).addi(known.mul(weight));
  }

  /** x_s with known pixels as they are at s, if they are kept in it. */
  NDArray inState(NDArray next, SamplingStep step, StepNoise noise) {
    if (keeping != KnownPixels.Keeping.IN_STATE) {
      return next;
    }
    NDArray unchanged = next.mul(unknown).addi(known.mul(Math.sqrt(step.nextAlphaBar())));
    if (step.nextAlphaBar() == 1) {
      return unchanged;
    }
    NDArray z = noise.of(NoiseStream.KNOWN.number(step.stream()), next.getManager());
    NDArray share = unknown.mul(-1).addi(1).muli(Math.sqrt(1 - step.nextAlphaBar()));
    return unchanged.addi(z.mul(share));
  }
}
